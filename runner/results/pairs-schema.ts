/**
 * The shape of what is told of minimal pairs: how often a network prefers the right one of two continuations, and by how
 * much. Imports zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from './numbers-schema.ts';

const score = {
  pairs: count,
  /** Share of the pairs whose right side is the likelier one, and its interval (Wilson, 95%). */
  accuracy: share,
  accuracyInterval: interval,
  /** Mean of log P(right) - log P(wrong), nats, and its interval (bootstrap, 95%); null with a single twin couple or text. */
  margin: finite,
  interval: interval.nullable(),
};

export const pairScoreSchema = z.strictObject(score);
export const conditionScoreSchema = z.strictObject({
  /** The conditions by their columns: { subject: 'plural', attractor: 'none' }. */
  by: z.record(z.string(), z.string()),
  ...score,
});

export type PairScore = z.infer<typeof pairScoreSchema>;
export type ConditionScore = z.infer<typeof conditionScoreSchema>;
