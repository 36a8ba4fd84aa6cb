/**
 * What each rung of the ladder found of a claim: its outcome and its numbers. Units and intervals as in
 * evidence-schema.ts. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { arrayFacts } from './claim-schema.ts';
import type { RungName } from './names-schema.ts';
import { count, finite, interval, share } from './numbers-schema.ts';
import { reasonSchema } from './reasons-schema.ts';

export const rungStatuses = ['passed', 'failed', 'not applicable', 'not testable', 'not run'] as const;
export const rungStatusSchema = z.enum(rungStatuses);

/**
 * `reason`: what failed, why it does not apply, which data are missing, or why it was not run, as a code with its numbers
 * (reasons-schema.ts); null when it passed.
 * `measured`: the numbers, also of a rung that failed; null where there are none.
 */
const rung = <T extends z.ZodType>(measured: T) =>
  z.strictObject({ status: rungStatusSchema, reason: reasonSchema.nullable(), measured: measured.nullable() });

/** How large is it, on the confirmation half. Of a number `localAuc` is (1 + the local rank correlation) / 2, here and elsewhere. */
const effectSchema = z.strictObject({
  localAuc: finite,
  interval,
  /**
   * AUC over all scored tokens of the class together, and the point-biserial correlation, for comparison. Of a number the
   * rank correlation as above, and Pearson's.
   */
  pooledAuc: finite,
  pointBiserial: finite,
  /** Scored tokens of the class with and without the feature; documents in which both occur. */
  carriers: count,
  rest: count,
  documents: count,
  /** Of a number: by how much the activation rises with each step of it within segments, and its smallest and largest value. */
  number: z.strictObject({ slope: finite, interval, lowest: finite, highest: finite }).optional(),
});

/** More than chance among all neurons and features, on the discovery half. */
export const chanceSchema = z.strictObject({
  z: finite,
  /** Share of permutations whose largest |z| over all neurons and features is as large; at least 1 / (permutations + 1). */
  adjustedP: share,
  /** Share of false discoveries among claims with so large a |z|, by permutation. */
  falseDiscovery: share,
  /** |z| that adjusted p = .05 asks for. */
  threshold: finite,
  /** Neurons x features tested together. */
  tests: count,
  permutations: count,
});

/** Does it hold on documents that took no part in the choice. */
const heldOutSchema = z.strictObject({
  z: finite,
  /** One-sided, maximum over the frozen claims. */
  adjustedP: share,
  /** Frozen claims tested together, K. */
  claims: count,
  /** Effect on confirmation / effect on discovery (distances from .5); null when the latter's interval holds .5. */
  shrinkage: finite.nullable(),
  discoveryAuc: finite,
});

/** What the network itself makes of labels that mean nothing: the effect of its best neuron for each, largest first. */
export const meaninglessSchema = z.strictObject({
  count,
  /** Tokens that decide a label, the present one the last. */
  tokens: count,
  best: z.array(finite),
});

/** More than the best neuron of a network that never learnt: distances of the AUC from .5 in the claimed direction. */
const learnedSchema = z.strictObject({
  networks: count,
  claim: finite,
  /** Of each untrained network's best neuron on discovery, measured on confirmation in the direction it had there. */
  best: z.array(finite),
  mean: finite,
  sd: finite,
  /** Upper end of the one-sided 95% prediction interval of one more untrained network, told on the logit of the area. */
  limit: finite,
  /** The same of the network itself with its weights shuffled; null where none was read. */
  shuffled: z.strictObject({ networks: count, best: z.array(finite), limit: finite, p: share }).nullable(),
  /** The larger of that of untrained networks and that of shuffled ones. */
  p: share,
  /** Holm over the claims. */
  adjustedP: share,
  /** Null where the text is too uniform for labels, or has too few other tokens as frequent. */
  labels: meaninglessSchema.nullable().default(null),
});

const within = { localAuc: finite, interval, z: finite, tokens: count, types: count };

/** More than the token just read: the effect among occurrences of the same token type. */
const contextSchema = z.strictObject({
  ...within,
  /** One-sided, maximum over the claims. */
  adjustedP: share,
  claims: count,
  /** The same among occurrences of the same two last tokens; null when too few pairs occur often enough. */
  pairs: z.strictObject(within).nullable(),
});

/** Does the network act on it: the state flip, in excess of that with other documents' masks. */
export const flipNumbersSchema = z.strictObject({
  /** Where the state is flipped: at the tokens of the class, or so many tokens (1 to `after`) after an onset. */
  places: z.enum(['at the feature', 'after its onset']),
  after: z.int().min(1).nullable(),
  /** (Mean over inside + mean over outside) / 2 of loss with the wrong state - loss with the right one. */
  flip: finite,
  inside: finite,
  outside: finite,
  /** The same with the masks of other documents. */
  others: z.array(finite),
  /** Flip minus the mean of the others; its interval and t by the document jackknife. */
  difference: finite,
  interval,
  t: finite,
  p: share,
  documents: count,
  /** Tokens whose loss was compared, inside and outside. */
  tokens: z.strictObject({ inside: count, outside: count }),
  /** What the state adds to the activation of a token type, inside and outside. */
  held: z.strictObject({ inside: finite, outside: finite }),
});

/** Adjusted by Holm over the claims. */
const usedSchema = flipNumbersSchema.extend({ adjustedP: share });

/** Is it this, or something that goes with it. */
const specificSchema = z.strictObject({
  /** Tokens at which the neuron is on the other side than the label; null where there are too few of them. */
  disagreement: z
    .strictObject({
      tokens: count,
      documents: count,
      /** Of the compared tokens. */
      share,
      /** Loss with the neuron held at the opposite of the label, minus that with it held at the label: nats a token. */
      difference: finite,
      interval,
      t: finite,
      /** One-sided, that the difference is below 0. */
      p: share,
    })
    .nullable(),
  /** Of p over the claims; null where nothing disagrees. */
  adjustedP: share.nullable(),
  /** Labels that go with the feature's, of the experiment and of the catalogue, those that the neuron follows most surely first. */
  rivals: z.array(
    z.strictObject({
      /** Another feature, or the feature's own label so many tokens later (below 0: earlier). */
      of: z.union([z.strictObject({ feature: z.string() }), z.strictObject({ shift: z.int() })]),
      correlation: finite,
      /** Tokens at which the two labels differ, and their documents. */
      tokens: count,
      documents: count,
      /** Share of these at which the neuron is on the feature's side; its errors where both labels agree are taken off. */
      follows: share,
      interval,
      /** One-sided, that it is on the rival's side more often than not; Holm over the claim's rivals. */
      p: share,
      adjustedP: share,
    }),
  ),
});

/** Do other seeds have such a neuron. */
const replicatedSchema = z.strictObject({
  /** Other networks, and those of them that have such a neuron. */
  networks: count,
  having: count,
  share,
  interval,
  matches: z.array(
    z.strictObject({
      seed: z.int(),
      /** Matched on discovery; its correlation on confirmation, and that of a neuron matched at random. */
      neuron: count,
      ...arrayFacts,
      correlation: finite,
      random: finite,
      localAuc: finite.nullable(),
      heldOut: z.boolean(),
      learned: z.boolean(),
    }),
  ),
});

export const rungsSchema = z.strictObject({
  effect: rung(effectSchema),
  chance: rung(chanceSchema),
  heldOut: rung(heldOutSchema),
  learned: rung(learnedSchema),
  context: rung(contextSchema),
  used: rung(usedSchema),
  specific: rung(specificSchema),
  replicated: rung(replicatedSchema),
} satisfies Record<RungName, z.ZodType>);

export type RungStatus = z.infer<typeof rungStatusSchema>;
export type Rungs = z.infer<typeof rungsSchema>;
export type Effect = z.infer<typeof effectSchema>;
export type Chance = z.infer<typeof chanceSchema>;
export type HeldOutMeasurement = z.infer<typeof heldOutSchema>;
export type MeaninglessLabels = z.infer<typeof meaninglessSchema>;
export type LearnedMeasurement = z.infer<typeof learnedSchema>;
export type ContextMeasurement = z.infer<typeof contextSchema>;
export type UsedMeasurement = z.infer<typeof usedSchema>;
export type SpecificMeasurement = z.infer<typeof specificSchema>;
export type ReplicatedMeasurement = z.infer<typeof replicatedSchema>;
