/**
 * The shape of the evidence in a result: one claim per neuron and feature, with every rung of the ladder, whether it
 * passed, failed, could not be tested or was not run. Imports only zod.
 *
 * A claim says: neuron n of a layer's component is higher (or lower) where the feature is than where it is not.
 * Effects are swap-centred local AUCs, 0 to 1, of the activation as it is: .5 is no effect, below .5 is lower at the
 * feature. Intervals are 95%, [low, high]. Losses are nats. Sources of the measures: the files of runner/analysis/evidence.
 */
import { z } from 'zod';
import { componentNames } from '../models/cells/cells.ts';

const finite = z.number();
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const interval = z.tuple([finite, finite]);

export const rungStatuses = ['passed', 'failed', 'not testable', 'not run'] as const;
export const rungStatusSchema = z.enum(rungStatuses);

/** `reason`: why it could not be tested or was not run, or what failed; null when it passed. */
const rung = <T extends z.ZodType>(measured: T) =>
  z.strictObject({ status: rungStatusSchema, reason: z.string().nullable(), measured: measured.nullable() });

/** E1: how large is the effect, on the confirmation half. Passes when the interval excludes .5. */
export const effectSchema = z.strictObject({
  localAuc: finite,
  interval,
  /** AUC over all scored tokens together, and the point-biserial correlation, for comparison. */
  pooledAuc: finite,
  pointBiserial: finite,
  /** Scored tokens with and without the feature; documents in which both occur. */
  carriers: count,
  rest: count,
  documents: count,
});

/** E2: is it more than chance, among all neurons and features, on the discovery half. */
export const significanceSchema = z.strictObject({
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

/** E3: does it hold on the confirmation half, with neuron and sign frozen before. */
export const heldOutSchema = z.strictObject({
  z: finite,
  /** One-sided, maximum over the frozen claims. */
  adjustedP: share,
  /** Frozen claims tested together, K. */
  claims: count,
  /** Effect on confirmation / effect on discovery (distances from .5); null when the latter's interval holds 0. */
  shrinkage: finite.nullable(),
  discoveryAuc: finite,
});

/** E4: is it more than any set of like tokens gives, and more than an untrained network gives. */
export const specificitySchema = z.strictObject({
  /** True when the token alone decides the feature. */
  decidedByType: z.boolean(),
  /** Token sets of like class and frequency, each with its own best neuron; null when the token does not decide. */
  sets: z
    .strictObject({
      sets: count,
      /** Effect of the claim, and of the sets: distance from .5 on confirmation, below 0 against the direction chosen. */
      claim: finite,
      median: finite,
      largest: finite,
      p: share,
    })
    .nullable(),
  /** Effect among occurrences of the same token; null when the token decides, or no token occurs often enough. */
  within: z.strictObject({ localAuc: finite, interval, z: finite, p: share, tokens: count, types: count }).nullable(),
  /** AUC over token types of their mean activation, labels permuted among like types; null when too few types. */
  types: z.strictObject({ auc: finite, p: share, types: count, featureTypes: count }).nullable(),
  /** Untrained networks of the same shape, each with its own best neuron. */
  untrained: z
    .strictObject({
      networks: count,
      /** Each network's best effect: distance from .5 on confirmation, below 0 against the direction chosen. */
      best: z.array(finite),
      claim: finite,
      /** Claim minus the mean of the best of the untrained, with its interval. */
      difference: finite,
      interval,
    })
    .nullable(),
  /** The verdict in words: 'more than the token', 'reads the token', ... */
  verdict: z.string(),
});

/** E5: do other seeds grow such a neuron. */
export const replicationSchema = z.strictObject({
  seeds: count,
  replicated: count,
  share,
  interval,
  /** Per other seed: its neuron matched on discovery, correlation on confirmation, and that of random matchings. */
  matches: z.array(
    z.strictObject({
      seed: z.int(),
      neuron: count,
      correlation: finite,
      random: finite,
      passed: z.boolean(),
      localAuc: finite,
    }),
  ),
});

/** One place where the change of loss is measured: predicting the feature's tokens, or right after them. */
const ablationSchema = z.strictObject({
  method: z.enum(['mean', 'resampled']),
  where: z.enum(['predicting', 'after']),
  /** Mean change of the next-token loss, nats: at the feature, and at the rest. */
  feature: finite,
  rest: finite,
  difference: finite,
  interval,
  /** Rank of the difference among the matched neurons: (1 + those as large) / (neurons + 1); null without them. */
  p: share.nullable(),
  /** The matched neurons' differences; none with 'resampled', which stands beside what decides. */
  matched: z.array(finite),
});

/** E6: does the network use the neuron. */
export const causeSchema = z.strictObject({
  tokens: count,
  documents: count,
  /** The part of these on which the matched neurons were taken away too: the ranks are from it alone. */
  ranked: z.strictObject({ tokens: count, documents: count }).optional(),
  /** Which row decides, fixed beforehand: mean ablation, predicting or after. */
  deciding: z.enum(['predicting', 'after']),
  matchedNeurons: z.array(count),
  ablations: z.array(ablationSchema),
  /** The neuron held at its own quantiles: probability that the next token carries the feature. */
  clamps: z.array(z.strictObject({ quantile: share, value: finite, probability: share })),
});

/** A stretch of text around one token, as read. */
export const excerptSchema = z.strictObject({
  tokens: z.array(z.string()),
  /** Activation at each of the tokens, four digits. */
  activations: z.array(finite),
  /** Which of the tokens carry the feature, as indices. */
  carriers: z.array(count),
  /** Index of the token that the excerpt was chosen for. */
  centre: count,
  /** Where it comes from: the source's name. */
  source: z.string(),
});

/** E7: examples of all kinds, and a threshold's errors. */
export const examplesSchema = z.strictObject({
  highest: z.array(excerptSchema),
  lowest: z.array(excerptSchema),
  /** At the quantiles .1, .25, .5, .75, .9 of the activation. */
  quantiles: z.array(z.strictObject({ quantile: share, excerpt: excerptSchema })),
  random: z.array(excerptSchema),
  /** Chosen on discovery (largest Youden index), judged on confirmation. */
  threshold: finite,
  /** Share of the feature's tokens on the claimed side of the threshold, and of the rest on the other. */
  sensitivity: share,
  specificity: share,
  /** Share of the tokens on the claimed side that carry the feature. */
  precision: share.nullable(),
});

/** The effect of the activation k tokens from the feature: k < 0 before it, k > 0 after it. */
export const lagProfileSchema = z.strictObject({
  lags: z.array(z.int()),
  /** Within the token read at that place; null where it cannot be told. */
  localAuc: z.array(finite.nullable()),
  z: z.array(finite.nullable()),
  /** Maximum over the lags. */
  adjustedP: z.array(share.nullable()),
  /** AUC of a reader that knows only the token read at that place. */
  bigram: z.array(finite.nullable()),
  /** As localAuc, of the best neuron of an untrained network; null when none was read. */
  untrained: z.array(finite.nullable()).nullable(),
  role: z.enum(['announces', 'marks', 'remembers', 'follows token identity']),
});

/** Mean activation around the feature's tokens, with its interval over documents. */
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

/** What the neuron does to the next token through the decoder alone. */
export const directEffectSchema = z.strictObject({
  promoted: z.array(z.strictObject({ token: z.string(), weight: finite })),
  suppressed: z.array(z.strictObject({ token: z.string(), weight: finite })),
});

/** The claim's effect at each kept checkpoint of the training. */
export const emergenceSchema = z.array(z.strictObject({ epoch: count, localAuc: finite, interval }));

export const rungNames = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'] as const;
export type RungName = (typeof rungNames)[number];

export const claimSchema = z.strictObject({
  feature: z.string(),
  neuron: count,
  layer: z.int().min(1),
  component: z.enum(componentNames),
  /** 1: higher at the feature; -1: lower. Taken from the discovery half. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** How the neuron came to be claimed: by its effect or its relevance on the discovery half, by hand, or on the whole text. */
  chosen: z.enum(['effect', 'relevance', 'by hand', 'whole text']),
  rungs: z.strictObject({
    E1: rung(effectSchema),
    E2: rung(significanceSchema),
    E3: rung(heldOutSchema),
    E4: rung(specificitySchema),
    E5: rung(replicationSchema),
    E6: rung(causeSchema),
    E7: rung(examplesSchema),
  }),
  lagProfile: lagProfileSchema.nullable(),
  eventAverage: eventAverageSchema.nullable(),
  directEffect: directEffectSchema.nullable(),
  emergence: emergenceSchema.nullable(),
  /** One generated sentence: how far the claim holds. */
  sentence: z.string(),
});

/** S: does a neuron keep a rhythm of its own, beyond that of the token classes. */
export const rhythmSchema = z.strictObject({
  neuron: count,
  status: rungStatusSchema,
  reason: z.string().nullable(),
  measured: z
    .strictObject({
      /** Tokens of the shown text that were used: odd. */
      tokens: count,
      /** Order of the autoregression, by AIC. */
      order: count,
      g: share,
      p: share,
      /** Benjamini-Hochberg over the tested neurons. */
      q: share,
      /** Frequency of the largest standardised ordinate, cycles per token. */
      frequency: finite,
      /** Share of the variance that the token classes explain. */
      explained: share,
      /** The raw signal's strongest frequency, and that of the token classes alone. */
      rawFrequency: finite,
      controlFrequency: finite,
    })
    .nullable(),
  /** Amplitude spectra over the same tokens: of the signal, of the part that the classes explain, of the rest. */
  spectra: z
    .strictObject({
      frequencies: z.array(finite),
      raw: z.array(finite),
      control: z.array(finite),
      residual: z.array(finite),
    })
    .nullable(),
});

const halfSchema = z.strictObject({ documents: count, segments: count, tokens: count });

export const evidenceSchema = z.strictObject({
  level: z.enum(['full', 'quick']),
  /** Tokens that were scored (warm-up left out), by half. */
  discovery: halfSchema,
  confirmation: halfSchema,
  /** Documents of each half by source. */
  sources: z.array(z.strictObject({ name: z.string(), discovery: count, confirmation: count })),
  /** What was swapped: whole documents within their source, or segments within documents where documents are few. */
  swapped: z.enum(['documents', 'segments within documents']),
  neurons: count,
  features: count,
  permutations: count,
  seconds: finite,
  claims: z.array(claimSchema),
  rhythms: z.array(rhythmSchema),
  /** What a reader must know about all claims: reuse of text, exposure, and what was left out. */
  notes: z.array(z.string()),
});

export type RungStatus = z.infer<typeof rungStatusSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Rungs = Claim['rungs'];
export type Effect = z.infer<typeof effectSchema>;
export type Significance = z.infer<typeof significanceSchema>;
export type HeldOut = z.infer<typeof heldOutSchema>;
export type Specificity = z.infer<typeof specificitySchema>;
export type Replication = z.infer<typeof replicationSchema>;
export type Cause = z.infer<typeof causeSchema>;
export type Examples = z.infer<typeof examplesSchema>;
export type Excerpt = z.infer<typeof excerptSchema>;
export type LagProfile = z.infer<typeof lagProfileSchema>;
export type EventAverage = z.infer<typeof eventAverageSchema>;
export type DirectEffect = z.infer<typeof directEffectSchema>;
export type Rhythm = z.infer<typeof rhythmSchema>;
