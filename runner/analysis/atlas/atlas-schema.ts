/**
 * The shape of an atlas: what is published of every neuron of a recorded component. `atlas.<component>.<layer>.json`
 * says what there is and names safetensors files beside it: `map` with what a picture of all neurons needs, `untrained`
 * with the effects of neurons that never learnt, and shards with everything else of a few neurons each. Imports only zod.
 *
 * Neurons count from 0. Effects are local AUCs within the feature's reference class, as in the evidence
 * (evidence-schema.ts): the same number for the same neuron, feature and half. The arrays are listed in atlas-arrays.ts.
 */
import { z } from 'zod';
import { count, fileSchema } from '../../core/numbers-schema.ts';
import { reasonSchema } from '../findings/reasons-schema.ts';

const shardSchema = z.strictObject({ ...fileSchema.shape, first: count, count: z.int().min(1) });

const atlasFeatureSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** What the feature's tokens are compared with. */
  among: z.enum(['words', 'text', 'all']),
  /** The name of the feature whose tokens alone are compared; left out: those of the class are. */
  within: z.string().optional(),
  decidedByToken: z.boolean(),
  /** There where it is a number: its effects are (1 + local rank correlation) / 2. */
  number: z.literal(true).optional(),
  /** Tokens that carry it, or have a number, in each half, each counted once. */
  carriers: z.strictObject({ discovery: count, confirmation: count }),
  /** Why there is no effect of any neuron; null when there is. */
  untestable: reasonSchema.nullable(),
  /**
   * Of the best neuron of each untrained network (chosen on discovery, measured on confirmation), as distance from .5:
   * the largest, and the upper end of the one-sided prediction interval of one more network (on the logit), at 95% over all
   * features that can be tested. Null: fewer than two were read.
   */
  untrained: z.strictObject({ best: z.number(), limit: z.number() }).nullable(),
  /** The same distance of the network's own best neuron for the best of the control labels; null where there are none. */
  labels: z.number().nullable(),
  /** What is learned is further from .5: the larger of both, at least 0; null where that cannot be told. */
  bar: z.number().min(0).nullable(),
});

const strongestSchema = z.strictObject({
  ...fileSchema.shape,
  /** Neurons of a feature, places of a kind, tokens on each side of one. */
  neurons: z.int().min(1),
  each: z.int().min(1),
  side: z.int().min(0),
  /** Tokens of the shown observed text. */
  shown: count,
});

const learnedSchema = z.strictObject({
  neurons: count,
  /** How many would count so of each of the first untrained networks in its place, the others its control; empty for fewer than three. */
  untrained: z.array(count),
  /** |z| on discovery above which p, over all neurons and features, is below .05; null where nothing could be tested. */
  threshold: z.number().nullable(),
  permutations: count,
});

const memorySchema = z.strictObject({
  /** Joins of two texts, and whether each is of two documents. */
  joins: z.int().min(2),
  acrossDocuments: z.boolean(),
  /** Tokens read behind each join. */
  tokens: z.int().min(2),
  /** Tokens behind the first after a join, at which it is told how much is left. */
  distances: z.array(z.int().min(1)),
  /**
   * Of each untrained network the longest half-life, null: longer than what was read, and that of its middle neuron. Null: fewer
   * than two were read.
   */
  untrained: z
    .strictObject({
      longest: z.array(z.number().min(0).nullable()),
      middle: z.array(z.number().min(0).nullable()),
      /** Upper end of the one-sided 95% prediction interval of one more network's longest (of ln(1 + tokens)); null where one has none. */
      limit: z.number().min(0).nullable(),
      /** The same of how many times as long as its middle neuron its longest remembers (of the logarithm). */
      times: z.number().min(0).nullable(),
    })
    .nullable(),
  /** Loss (nats a token) where at least so many tokens of context are given and fewer than twice as many; the last: all there are. */
  context: z.array(
    z.strictObject({
      tokens: z.int().min(1),
      loss: z.number(),
      /** How much more that is than with all context, over the same tokens, with its 95% interval over passages. */
      rise: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }),
    }),
  ),
});

/** What earlier tokens have put into a neuron at one place of the text, in the order of reading. */
const partsSchema = z.strictObject({
  neuron: count,
  /** True: the text was read from right to left. */
  backward: z.literal(true).optional(),
  /** In the observed text. */
  position: count,
  /** Those that were replaced, one at a time, and last the token after which the neuron is asked about. */
  tokens: z.array(z.string()).min(1),
  /** [tokens] */
  activations: z.array(z.number()),
  /** [tokens - 1] What the neuron's value lacks without each, and the probability of the token that follows. */
  value: z.array(z.number()),
  probability: z.array(z.number()),
  next: z.string(),
  chance: z.number().min(0).max(1),
});

export const atlasVersion = 3 as const;

export const atlasSchema = z.strictObject({
  schema: z.literal(atlasVersion),
  /** A hash of all that the atlas depends on. */
  key: z.string(),
  component: z.string(),
  layer: z.int().min(1),
  neurons: z.int().min(1),
  /** Scored tokens. */
  tokens: z.int().min(1),
  /** The component's lowest and highest possible value; null when it has none. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  features: z.array(atlasFeatureSchema),
  networks: count,
  /** Null where fewer than two untrained networks were read. */
  learned: learnedSchema.nullable(),
  places: z.array(z.enum(['highest', 'lowest', 'quantiles', 'random'])),
  /** Tokens shown on each side of a place. */
  side: count,
  lags: z.array(z.int()),
  /** How long the neurons remember; null where the text is too short to tell. */
  memory: memorySchema.nullable(),
  /**
   * Whether a neuron's level goes with the document, beyond what its tokens say (`document` of the map): over how many documents, and
   * above which correlation of two passages that is more than chance among all neurons. Null: too few.
   */
  documents: z.strictObject({ count, limit: z.number() }).nullable(),
  /** Of the leading neuron, then of those of the longest memory, at places where they are highest and lowest. */
  parts: z.array(partsSchema),
  /** The tokens that shards name by number, as a JSON list. */
  vocabulary: fileSchema,
  map: fileSchema,
  untrained: fileSchema.nullable(),
  shards: z.array(shardSchema).min(1),
  /** Where activations lie on the whole observed text. */
  quantiles: z.strictObject({ ...fileSchema.shape, levels: z.array(z.number()) }),
  strongest: strongestSchema,
});

export type Atlas = z.infer<typeof atlasSchema>;
export type AtlasFeature = z.infer<typeof atlasFeatureSchema>;
export type LearnedCounts = z.infer<typeof learnedSchema>;
export type MemoryIndex = z.infer<typeof memorySchema>;
export type AtlasParts = z.infer<typeof partsSchema>;
export type Strongest = z.infer<typeof strongestSchema>;

export const atlasFile = (component: string, layer: number): string => `atlas.${component}.${layer}.json`;
/** No token, no place, no feature. */
export const none16 = 0xffff;
export const none32 = 0xffff_ffff;
