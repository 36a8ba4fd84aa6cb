/**
 * What is shown of a claim beside its rungs: its lags, its places in the text, what the neuron does, where its effect falls, and how it came
 * to be in the training; of a layer beside its claims: groups, probes; and what neurons tell of labels that whole documents have. Units and
 * intervals as in evidence-schema.ts. Imports only zod and the shapes of numbers.
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
  layer: z.int().min(1),
  component: z.string(),
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

export const whereSchema = z.enum(['inside', 'outside']);

/** Some of the tokens after which a loss is compared. */
export const placeSchema = z.union([
  /** Those before a token, which is frequent. */
  z.strictObject({ next: z.string() }),
  /** Those before any other token of this kind. */
  z.strictObject({ kind: z.enum(['white space', 'word', 'letter', 'number', 'mark']) }),
  /** Those so many tokens after the state began, from the first number to the second; null: or more. */
  z.strictObject({ after: z.tuple([count, count.nullable()]) }),
]);

/** Of a place on one side: the differences of its tokens added up, and how many they are. */
export const placeSumsSchema = z.strictObject({
  of: placeSchema,
  where: whereSchema,
  /** [documents] */
  sums: z.array(finite),
  counts: z.array(count),
});

const mean = {
  tokens: count,
  documents: count,
  /** Mean of loss with the wrong state - loss with the right one. */
  flip: finite,
  interval,
};

export const holdingSchema = z.strictObject({
  inside: z.strictObject({ rise: finite, interval }),
  outside: z.strictObject({ rise: finite, interval }),
});

const placeEffect = {
  where: whereSchema,
  share,
  /** The same on the discovery half, by which the place is chosen; null where too few of its tokens were compared. */
  discovery: finite.nullable(),
  ...mean,
};

export const fallsSchema = z.strictObject({
  inside: z.strictObject(mean),
  outside: z.strictObject(mean),
  /** Those with enough tokens on the confirmation half. */
  places: z.array(z.strictObject({ of: placeSchema, ...placeEffect })),
  /**
   * The largest mean on discovery, with what else comes next there at half that cost or more, together; confirmed: it is above
   * what the flip costs elsewhere. Null where none is.
   */
  place: z
    .strictObject({
      of: z.array(placeSchema).min(1),
      ...placeEffect,
      /** Mean at all other tokens, both sides with equal weight. */
      elsewhere: z.strictObject({ flip: finite, interval }),
      /** One-sided, that the place costs no more than elsewhere. */
      p: share,
    })
    .nullable(),
  /** Loss with the neuron held at the right state - loss of the network as it is: what holding costs by itself. */
  holding: holdingSchema,
});

/**
 * Real values of the neuron exchanged, each at one token alone: in the place of its own it gets that of another occurrence of
 * the same token in the other state. Loss of the next word or mark (the next token, where there are no spaces between words), in
 * excess of the same with occurrences in the same state.
 */
export const interchangeSchema = z.strictObject({
  inside: z.strictObject(mean),
  outside: z.strictObject(mean),
  /** Where the flip costs most; null where there is no such place, or too few tokens of it. */
  place: z.strictObject({ of: z.array(placeSchema).min(1), where: whereSchema, ...mean }).nullable(),
  /** Each part of that place by itself, as far as it has enough tokens. */
  parts: z.array(z.strictObject({ of: placeSchema, where: whereSchema, ...mean })),
});

export type Interchange = z.infer<typeof interchangeSchema>;
export type Where = z.infer<typeof whereSchema>;
export type Place = z.infer<typeof placeSchema>;
export type PlaceSums = z.infer<typeof placeSumsSchema>;
export type Falls = z.infer<typeof fallsSchema>;
export type PlaceEffect = Falls['places'][number];

/**
 * How far a claim on a label of documents got, lowest first; `words`: the tokens of the documents tell as much. Areas are those of documents:
 * the chance that one with the label has the higher mean activation, of numbers (1 + rank correlation) / 2.
 */
export const documentLevels = ['not confirmed', 'not compared', 'untrained too', 'words', 'knows'] as const;

export const documentsUntestableSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(['few labelled documents', 'few documents of a kind']), found: count, needed: count }),
  z.strictObject({ code: z.literal('label of the source') }),
  z.strictObject({ code: z.literal('few documents') }),
]);

const documentClaimSchema = z.strictObject({
  neuron: count,
  ...arrayFacts,
  /** 1: the mean is higher in documents with the label, or with larger numbers. Taken from the discovery half. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** On the half that chose it: the p is that of the largest |z| among all neurons and labels. */
  discovery: z.strictObject({ area: finite, z: finite, adjustedP: share }),
  /** On other documents; the p is one-sided, for all claims together. */
  area: finite,
  interval,
  adjustedP: share,
  /** Effects (distances from .5, in the claimed direction) of the best neurons of networks that never learnt; null: none was read. */
  learned: z.strictObject({ best: z.array(finite), limit: finite, adjustedP: share }).nullable(),
  /** The same area of what the neuron adds to what each token says anyway (less the mean of its token type). */
  beyond: z.strictObject({ area: finite, adjustedP: share }),
  level: z.enum(documentLevels),
});

export const documentLabelSchema = z.strictObject({
  name: z.string(),
  /** After 'knows whether', of a number after 'knows'. */
  says: z.string(),
  number: z.boolean(),
  /** Labelled documents that take part, by half, and how many of them have the label (0 of a number). */
  documents: z.strictObject({ discovery: count, confirmation: count }),
  labelled: z.strictObject({ discovery: count, confirmation: count }),
  untestable: documentsUntestableSchema.nullable(),
  claims: z.array(documentClaimSchema),
  /** Of the first claim, on confirmation: each document's label and mean activation. */
  points: z.array(z.tuple([finite, finite])),
});

export type DocumentLabel = z.infer<typeof documentLabelSchema>;
export type DocumentClaim = z.infer<typeof documentClaimSchema>;
