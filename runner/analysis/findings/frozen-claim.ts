/** A claim as the discovery half leaves it. */
import { z } from 'zod';
import { chosenReasons } from './claim-schema.ts';

export const frozenClaimSchema = z.strictObject({
  /** Index of the feature. */
  feature: z.int().min(0),
  neuron: z.int().min(0),
  /** 1: higher at the feature; -1: lower. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  chosen: z.enum(chosenReasons),
});
export type FrozenClaim = z.infer<typeof frozenClaimSchema>;
