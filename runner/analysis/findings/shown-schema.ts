/**
 * What is shown of a claim beside its rungs: its lags, its places in the text, what the neuron does, and how it came to
 * be in the training; and of a layer beside its claims: groups, probes. Units and intervals as in evidence-schema.ts. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from '../../core/numbers-schema.ts';
import { arrayFacts } from './claim-schema.ts';
import { reasonSchema } from './reasons-schema.ts';

/** The effect of the activation k tokens from the feature's onset, among equal tokens: k < 0 before it, k > 0 after it. */
export const lagProfileSchema = z.strictObject({
  lags: z.array(z.int()),
  /** Null where it cannot be told: the figure has a gap there, and `gaps` says why. */
  localAuc: z.array(finite.nullable()),
  z: z.array(finite.nullable()),
  /** Maximum over the lags. */
  adjustedP: z.array(share.nullable()),
  gaps: z.array(reasonSchema.nullable()),
  /** AUC of a reader that knows only the token read at that place. */
  bigram: z.array(finite.nullable()),
  onsets: count,
  /** Null when the claim does not hold on held-out documents. */
  role: z.enum(['announces', 'marks', 'remembers']).nullable(),
  /** Lags from 2 on at which it is remembered: on the claim's side at two or more on end. */
  remembered: z.array(z.int()).default([]),
  /** Lags whose sign within types is opposite to the claim's. */
  opposite: z.array(z.int()),
});

/** A stretch of text around one token, as read. */
const excerptSchema = z.strictObject({
  tokens: z.array(z.string()),
  /** Activation at each of the tokens, four digits. */
  activations: z.array(finite),
  /** Which of the tokens carry the feature, as indices. */
  carriers: z.array(count),
  /** The number at each of the tokens, where the feature is one; null where a token has none. */
  numbers: z.array(finite.nullable()).optional(),
  /** Index of the token that the excerpt was chosen for. */
  centre: count,
  /** Where it comes from: the source's name. */
  source: z.string(),
});

/** Examples of all kinds, and a threshold's errors: always shown, no rung. */
export const examplesSchema = z.strictObject({
  highest: z.array(excerptSchema),
  lowest: z.array(excerptSchema),
  /** At the quantiles .1, .25, .5, .75, .9 of the activation. */
  quantiles: z.array(z.strictObject({ quantile: share, excerpt: excerptSchema })),
  random: z.array(excerptSchema),
  /** Of a number: places at which it is low, in the middle and high, drawn without regard to the neuron. */
  numbers: z.array(z.strictObject({ number: finite, excerpts: z.array(excerptSchema) })).optional(),
  /** Chosen on discovery (largest Youden index), judged on confirmation; null, as all that follows, where the feature is a number. */
  threshold: finite.nullable(),
  /** Share of the feature's tokens on the claimed side of the threshold, and of the rest of its reference class on the other. */
  sensitivity: share.nullable(),
  specificity: share.nullable(),
  /** Share of the class's tokens on the claimed side that carry the feature. */
  precision: share.nullable(),
});

/** What the neuron does: what becomes likelier or less likely to come next, found on discovery, measured on confirmation. */
export const doesSchema = z.strictObject({
  /** What is asked for: the next token, or the next word or mark, where words have spaces between them. */
  of: z.enum(['token', 'word or mark']).default('token'),
  /** Mean probability of the token as the next one where the neuron is held at the state's right value, and at the wrong. */
  tokens: z.array(
    z.strictObject({
      token: z.string(),
      where: z.enum(['inside', 'outside']),
      right: share,
      wrong: share,
      /** How often the token really is the next one, over the same places; null in results that came without. */
      follows: share.nullable().default(null),
      /** Wrong minus right, with its interval over documents. */
      difference: finite,
      interval,
      /** Wrong / right, with its interval; null where one of them is 0, and in results that came without. */
      ratio: finite.nullable().default(null),
      ratioInterval: interval.nullable().default(null),
    }),
  ),
  /** The neuron set to its mean everywhere: rise of the loss, and divergence of the prediction, inside and outside. */
  ablation: z.strictObject({
    rise: z.strictObject({ inside: finite, outside: finite }),
    divergence: z.strictObject({ inside: finite, outside: finite }),
  }),
});

/** Mean activation around the feature's onsets, with its interval over documents. */
export const eventAverageSchema = z.strictObject({
  lags: z.array(z.int()),
  mean: z.array(finite),
  low: z.array(finite),
  high: z.array(finite),
  events: count,
  documents: count,
  /** Mean activation over all scored tokens. */
  baseline: finite,
});

/** Of a claim on a number: the mean activation at each of its values, or at each of some parts of them, on the confirmation half. */
export const numberCurveSchema = z.strictObject({
  parts: z.array(
    z.strictObject({
      /** The smallest and the largest number of the part, and its mean. */
      lowest: finite,
      highest: finite,
      number: finite,
      tokens: count,
      documents: count,
      /** Mean activation, with its interval over documents. */
      mean: finite,
      interval,
    }),
  ),
  /** [parts] The same means of the best neuron of a network that never learnt; null where none was read. */
  untrained: z.array(finite).nullable(),
});

/** What the neuron does to the next token through the decoder alone. */
export const directEffectSchema = z.strictObject({
  promoted: z.array(z.strictObject({ token: z.string(), weight: finite })),
  suppressed: z.array(z.strictObject({ token: z.string(), weight: finite })),
});

/** The claim's effect at each kept checkpoint of the training. */
export const emergenceSchema = z.array(z.strictObject({ epoch: count, localAuc: finite, interval }));

const flipSchema = z.strictObject({ flip: finite, interval });

/** Neurons that carry a feature's state together: chosen one after the other on discovery, measured on confirmation. */
export const groupSchema = z.strictObject({
  feature: z.string(),
  /** Of the first member. */
  layer: z.int().min(1),
  component: z.string(),
  /** In the order in which they were added. */
  members: z.array(
    z.strictObject({
      neuron: count,
      ...arrayFacts,
      /** The flip of the neuron alone, and what the group's flip loses without it. */
      alone: flipSchema,
      inGroup: flipSchema,
    }),
  ),
  /** Flip of the first 1, 2, ... members together. */
  curve: z.array(z.strictObject({ size: z.int().min(1), flip: finite, interval })),
});

/** A linear probe of the whole layer: how much of the feature is in it at all. AUCs as those of the claims. */
export const probeSchema = z.strictObject({
  feature: z.string(),
  /** There where it is a number: the areas are (1 + rank correlation) / 2 of what a linear regression reads. */
  number: z.literal(true).optional(),
  localAuc: finite,
  interval,
  /** The same probe of the layer of a network that never learnt; null where none was read. */
  untrained: finite.nullable().default(null),
  /** The same probe for random labels of the token types: what a probe learns of anything; null where it cannot be told. */
  control: finite.nullable(),
  /** The strongest claimed neuron, and its share of the probe's distance from .5. */
  neuron: z.strictObject({ neuron: count, ...arrayFacts, localAuc: finite, share: finite }).nullable(),
  /** Strength of the ridge, chosen on discovery. */
  penalty: finite,
});

export type Examples = z.infer<typeof examplesSchema>;
export type Excerpt = z.infer<typeof excerptSchema>;
export type Does = z.infer<typeof doesSchema>;
export type LagProfile = z.infer<typeof lagProfileSchema>;
export type NumberCurve = z.infer<typeof numberCurveSchema>;
export type EventAverage = z.infer<typeof eventAverageSchema>;
export type DirectEffect = z.infer<typeof directEffectSchema>;
export type Emergence = z.infer<typeof emergenceSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Probe = z.infer<typeof probeSchema>;
