/**
 * `change.json`: how the network goes on after some sentences, many times, while the neuron that leads is held at one value after
 * another. A row has the same noise at every value, so it changes only where the network's chances do.
 */
import { z } from 'zod';

export const changeFile = 'change.json';

const counts = z.array(z.int().min(0));

/** All rows of a sentence at one value. */
const runSchema = z.strictObject({
  /** What the neuron is held at from the sentence's first token on; null: it is left alone. */
  value: z.number().nullable(),
  /** [rows] each [tokens that were written], places in `tokens`. */
  rows: z.array(counts),
  /** [rows] The written token at which the state ends; -1 where it lasts. */
  ends: z.array(z.int().min(-1)),
});

export const changeSchema = z.strictObject({
  schema: z.literal(1),
  /** Of all that it was made from. */
  key: z.string(),
  component: z.string(),
  layer: z.int(),
  neuron: z.int(),
  feature: z.string(),
  temperature: z.number(),
  /** Means of the neuron in the observed text, where the state holds and where not. */
  usual: z.strictObject({ inside: z.number(), outside: z.number() }),
  /** Those that were written, each once. */
  tokens: z.array(z.string()),
  /** [tokens] log2 of how much more frequent it is where the state holds, -2 to 2; 0 where it is too rare to say, or no word. */
  lean: z.array(z.number()),
  sentences: z.array(
    z.strictObject({
      tokens: z.array(z.string()),
      /** [tokens] The neuron after each, left alone. */
      states: z.array(z.number()),
      /** The row that shows most: the state ends late, and with the neuron held against it not at all. */
      lead: z.int().min(0),
      /** Left alone first, then by rising value. */
      runs: z.array(runSchema),
    }),
  ),
});

export type Change = z.output<typeof changeSchema>;
export type ChangeRun = z.output<typeof runSchema>;

export const changeSummarySchema = z.strictObject({ path: z.literal(changeFile), bytes: z.int() });
