/**
 * What each rung of the ladder found of a claim, its outcome and its numbers; and the numbers of a claim that decide nothing by
 * themselves: effect, chance, context. Units and intervals as in
 * evidence-schema.ts. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from '../../core/numbers-schema.ts';
import { arrayFacts } from './claim-schema.ts';
import type { RungName } from './names-schema.ts';
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

/** How large is it, on the confirmation half; no rung. Of a number `localAuc` is (1 + the local rank correlation) / 2, here and elsewhere. */
export const effectSchema = z.strictObject({
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
  /**
   * There where most carriers stand in a state that began before their segment, so that the network was never told of it: their share,
   * and a segment of so many tokens that a tenth of them would.
   */
  longer: z.strictObject({ share, segment: count }).optional(),
  /** Of a number: by how much the activation rises with each step of it within segments, and its smallest and largest value. */
  number: z.strictObject({ slope: finite, interval, lowest: finite, highest: finite }).optional(),
});

/** More than chance among all neurons and features, on the discovery half, which screens who may be claimed; no rung. */
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

const heldOutSchema = z.strictObject({
  /** Whether only equal tokens are compared; not where the token decides the feature, or too few of them differ. */
  equalTokens: z.boolean(),
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

/**
 * More than the best neuron of a network that never learnt: distances of the AUC from .5 in the claimed direction. Where every claim
 * ends with its control labels no network is read: none of the numbers is there then.
 */
const learnedSchema = z.strictObject({
  networks: count,
  claim: finite,
  /** Of each untrained network's best neuron on discovery, measured on confirmation in the direction it had there. */
  best: z.array(finite),
  mean: finite.nullable(),
  sd: finite.nullable(),
  /** Upper end of the one-sided 95% prediction interval of one more untrained network, told on the logit of the area. */
  limit: finite.nullable(),
  /** The same of the network itself with its weights shuffled; null where none was read. */
  shuffled: z.strictObject({ networks: count, best: z.array(finite), limit: finite, p: share }).nullable(),
  /** The larger of that of untrained networks and that of shuffled ones. */
  p: share.nullable(),
  /** Holm over the claims. */
  adjustedP: share.nullable(),
  /** Null where the text is too uniform for labels, or has too few other tokens as frequent. */
  labels: meaninglessSchema.nullable().default(null),
});

const within = { localAuc: finite, interval, z: finite, tokens: count, types: count };

/** The effect among occurrences of the same token type; no rung. */
export const contextSchema = z.strictObject({
  ...within,
  /** The same among occurrences of the same two last tokens; null when too few pairs occur often enough. */
  pairs: z.strictObject(within).nullable(),
});

const tested = { difference: finite, interval, t: finite, p: share };

/** Does it help the network: the state flip, in excess of that with other documents' masks. */
export const flipNumbersSchema = z.strictObject({
  /** Where the state is flipped: at the tokens of the class, or so many tokens (1 to `after`) after an onset. */
  places: z.enum(['at the feature', 'after its onset']),
  after: z.int().min(1).nullable(),
  /** (Mean over inside + mean over outside) / 2 of loss with the wrong state - loss with the right one. */
  flip: finite,
  inside: finite,
  outside: finite,
  /** The same with the masks of other documents; none where the flip by itself is not above 0. */
  others: z.array(finite),
  /** Flip minus the mean of the others, if any; its interval and t by the document jackknife. */
  ...tested,
  documents: count,
  /** Share of the documents in which the wrong state costs more than the right one. */
  helped: share,
  /**
   * The same excess of all neurons that carry the feature, held together: those with the largest effects on discovery, the claim's
   * own among them. Null where it is the only one, and where the difference is not surely above 0.
   */
  joint: z.strictObject({ neurons: z.array(z.strictObject({ neuron: count, ...arrayFacts })), ...tested }).nullable(),
  /** Tokens whose loss was compared, inside and outside. */
  tokens: z.strictObject({ inside: count, outside: count }),
  /** What the state adds to the activation of a token type, inside and outside. */
  held: z.strictObject({ inside: finite, outside: finite }),
});

/** Adjusted by Holm over the claims. */
const usedSchema = flipNumbersSchema.extend({ adjustedP: share });

/** A label that goes with the feature's, and how well the neuron tells each of the two where the other stays the same. */
export const rivalSchema = z.strictObject({
  /** Another feature; the feature's own label so many tokens later (below 0: earlier); or, in words, the number that it is a range of. */
  of: z.union([
    z.strictObject({ feature: z.string() }),
    z.strictObject({ shift: z.int() }),
    z.strictObject({ number: z.string() }),
  ]),
  correlation: finite,
  /** AUC of the label within the cells of the rival, and of the rival within those of the label: .5 tells nothing. */
  label: finite,
  rival: finite,
  difference: finite,
  interval,
  /** One-sided, that the difference is 0 or less, and that it is 0 or more; Holm over the claim's rivals. */
  above: share,
  below: share,
  /** Whether the rival has a cell in which the neuron surely tells nothing of the label. */
  flat: z.boolean(),
  /** Where the label is told better: whether some neuron follows the rival, so that it was worth comparing with; null elsewhere. */
  alive: z.boolean().nullable(),
});

/** Tokens at which the neuron is on the other side than the label; null where there are too few of them. */
export const disagreementSchema = z
  .strictObject({
    tokens: count,
    documents: count,
    /** Loss with the neuron held at the opposite of the label, minus that with it held at the label: nats a token. */
    ...tested,
  })
  .nullable();

/** Shares of the tokens at which the neuron is on the other side than the label: of all, and of those of the side where it errs more. */
export const disagreeSchema = z.strictObject({ all: share, side: share });

const specificSchema = z.strictObject({
  /** Null where the label has one side only. */
  disagree: disagreeSchema.nullable(),
  disagreement: disagreementSchema,
  /** Those that are told best, as against the label, first. */
  rivals: z.array(rivalSchema),
});

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
  heldOut: rung(heldOutSchema),
  learned: rung(learnedSchema),
  specific: rung(specificSchema),
  used: rung(usedSchema),
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
export type RivalTold = z.infer<typeof rivalSchema>;
export type Disagreement = z.infer<typeof disagreementSchema>;
export type ReplicatedMeasurement = z.infer<typeof replicatedSchema>;
