/**
 * The shape of the evidence in a result, second version: one claim for each neuron and feature, with every rung of the
 * ladder by its name, whether it passed, failed, does not apply, could not be tested or was not run. Imports only zod
 * and the cells' tables.
 *
 * A claim says: neuron n of a layer's component is higher (or lower) where the feature is than where it is not, among the
 * tokens of the feature's reference class. Effects are swap-centred local AUCs, 0 to 1, of the activation as it is: .5 is
 * no effect, below .5 is lower at the feature. Intervals are 95%, [low, high]. Losses and flips are nats a token. Sources
 * of the measures: the files of runner/ladder and runner/stats.
 */
import { z } from 'zod';
import { componentNames } from '../models/cells/cells.ts';

const finite = z.number();
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const interval = z.tuple([finite, finite]);

export const evidenceVersion = 2 as const;

export const rungStatuses = ['passed', 'failed', 'not applicable', 'not testable', 'not run'] as const;
export const rungStatusSchema = z.enum(rungStatuses);

/**
 * `reason`: what failed, why it does not apply, which data are missing, or why it was not run; null when it passed.
 * `measured`: the numbers, also of a rung that failed; null where there are none.
 */
const rung = <T extends z.ZodType>(measured: T) =>
  z.strictObject({ status: rungStatusSchema, reason: z.string().nullable(), measured: measured.nullable() });

/** How large is it, on the confirmation half. */
export const effectSchema = z.strictObject({
  localAuc: finite,
  interval,
  /** AUC over all scored tokens of the class together, and the point-biserial correlation, for comparison. */
  pooledAuc: finite,
  pointBiserial: finite,
  /** Scored tokens of the class with and without the feature; documents in which both occur. */
  carriers: count,
  rest: count,
  documents: count,
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
export const heldOutSchema = z.strictObject({
  z: finite,
  /** One-sided, maximum over the frozen claims. */
  adjustedP: share,
  /** Frozen claims tested together, K. */
  claims: count,
  /** Effect on confirmation / effect on discovery (distances from .5); null when the latter's interval holds .5. */
  shrinkage: finite.nullable(),
  discoveryAuc: finite,
});

/** More than the best neuron of a network that never learnt: distances of the AUC from .5 in the claimed direction. */
/** What the network itself makes of labels that mean nothing: the effect of its best neuron for each, largest first. */
export const meaninglessSchema = z.strictObject({
  count,
  /** Tokens that decide a label, the present one the last. */
  tokens: count,
  best: z.array(finite),
});

export const learnedSchema = z.strictObject({
  networks: count,
  claim: finite,
  /** Of each untrained network's best neuron on discovery, measured on confirmation in the direction it had there. */
  best: z.array(finite),
  mean: finite,
  sd: finite,
  /** Upper end of the one-sided 95% prediction interval of one more untrained network, told on the logit of the area. */
  limit: finite,
  p: share,
  /** Holm over the claims. */
  adjustedP: share,
  /** Null where the token decides the feature, the text is too uniform for labels, or (older evidence) none were drawn. */
  labels: meaninglessSchema.nullable().default(null),
});

const within = { localAuc: finite, interval, z: finite, tokens: count, types: count };

/** More than the token just read: the effect among occurrences of the same token type. */
export const contextSchema = z.strictObject({
  ...within,
  /** One-sided, maximum over the claims. */
  adjustedP: share,
  claims: count,
  /** The same among occurrences of the same two last tokens; null when too few pairs occur often enough. */
  pairs: z.strictObject(within).nullable(),
});

/** Does the network act on it: the state flip, in excess of that with other documents' masks. */
export const usedSchema = z.strictObject({
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
  /** Holm over the claims. */
  adjustedP: share,
  documents: count,
  /** Tokens whose loss was compared, inside and outside. */
  tokens: z.strictObject({ inside: count, outside: count }),
  /** What the state adds to the activation of a token type, inside and outside. */
  held: z.strictObject({ inside: finite, outside: finite }),
});

/** Do other seeds have such a neuron. */
export const replicatedSchema = z.strictObject({
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
      correlation: finite,
      random: finite,
      localAuc: finite.nullable(),
      heldOut: z.boolean(),
      learned: z.boolean(),
    }),
  ),
});

/** In the order of the ladder. */
export const rungNames = ['effect', 'chance', 'heldOut', 'learned', 'context', 'used', 'replicated'] as const;
export type RungName = (typeof rungNames)[number];

export const rungsSchema = z.strictObject({
  effect: rung(effectSchema),
  chance: rung(chanceSchema),
  heldOut: rung(heldOutSchema),
  learned: rung(learnedSchema),
  context: rung(contextSchema),
  used: rung(usedSchema),
  replicated: rung(replicatedSchema),
});

/** How far a claim got, lowest first; `phrase` says the same in words. */
export const verdictLevels = [
  'not confirmed',
  'confirmed',
  'untrained too',
  'meaningless too',
  'marks',
  'announces',
  'remembers',
  'used',
  'replicated',
] as const;
export const verdictSchema = z.strictObject({ level: z.enum(verdictLevels), phrase: z.string() });

/** The effect of the activation k tokens from the feature's onset, among equal tokens: k < 0 before it, k > 0 after it. */
export const lagProfileSchema = z.strictObject({
  lags: z.array(z.int()),
  /** Null where it cannot be told: the figure has a gap there, and `gaps` says why. */
  localAuc: z.array(finite.nullable()),
  z: z.array(finite.nullable()),
  /** Maximum over the lags. */
  adjustedP: z.array(share.nullable()),
  gaps: z.array(z.string().nullable()),
  /** AUC of a reader that knows only the token read at that place. */
  bigram: z.array(finite.nullable()),
  onsets: count,
  /** Null when the claim does not hold on held-out documents. */
  role: z.enum(['announces', 'marks', 'remembers']).nullable(),
  /** Lags whose sign within types is opposite to the claim's. */
  opposite: z.array(z.int()),
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

/** Examples of all kinds, and a threshold's errors: always shown, no rung. */
export const examplesSchema = z.strictObject({
  highest: z.array(excerptSchema),
  lowest: z.array(excerptSchema),
  /** At the quantiles .1, .25, .5, .75, .9 of the activation. */
  quantiles: z.array(z.strictObject({ quantile: share, excerpt: excerptSchema })),
  random: z.array(excerptSchema),
  /** Chosen on discovery (largest Youden index), judged on confirmation. */
  threshold: finite,
  /** Share of the feature's tokens on the claimed side of the threshold, and of the rest of its reference class on the other. */
  sensitivity: share,
  specificity: share,
  /** Share of the class's tokens on the claimed side that carry the feature. */
  precision: share.nullable(),
});

/** What the neuron does: which next tokens become likelier or less likely, found on discovery, measured on confirmation. */
export const doesSchema = z.strictObject({
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

/** What the neuron does to the next token through the decoder alone. */
export const directEffectSchema = z.strictObject({
  promoted: z.array(z.strictObject({ token: z.string(), weight: finite })),
  suppressed: z.array(z.strictObject({ token: z.string(), weight: finite })),
});

/** The claim's effect at each kept checkpoint of the training. */
export const emergenceSchema = z.array(z.strictObject({ epoch: count, localAuc: finite, interval }));

export const amongNames = ['all', 'text', 'words'] as const;

export const claimSchema = z.strictObject({
  feature: z.string(),
  neuron: count,
  layer: z.int().min(1),
  component: z.enum(componentNames),
  /** 1: higher at the feature; -1: lower. Taken from the discovery half. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** How the neuron came to be claimed: by its effect or its relevance on the discovery half, or by hand. */
  chosen: z.enum(['effect', 'relevance', 'by hand']),
  /** The tokens among which the feature is compared with its absence: all, those that are no white space, words. */
  among: z.enum(amongNames),
  /** True when the token alone decides the feature. */
  decidedByToken: z.boolean(),
  /** The feature's claim with the highest verdict (of equal ones that with the largest effect): page, text and picture show it. */
  lead: z.boolean(),
  rungs: rungsSchema,
  verdict: verdictSchema,
  /** One sentence that a student understands, without numbers. */
  headline: z.string(),
  lagProfile: lagProfileSchema.nullable(),
  excerpts: examplesSchema.nullable(),
  /** Null unless the claim passed `used`. */
  does: doesSchema.nullable(),
  eventAverage: eventAverageSchema.nullable(),
  directEffect: directEffectSchema.nullable(),
  emergence: emergenceSchema.nullable(),
});

const flipSchema = z.strictObject({ flip: finite, interval });

/** Neurons that carry a feature's state together: chosen one after the other on discovery, measured on confirmation. */
export const groupSchema = z.strictObject({
  feature: z.string(),
  layer: z.int().min(1),
  component: z.string(),
  /** In the order in which they were added. */
  members: z.array(
    z.strictObject({
      neuron: count,
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
  localAuc: finite,
  interval,
  /** The same probe for random labels of the token types: what a probe learns of anything. */
  control: finite,
  /** The strongest claimed neuron, and its share of the probe's distance from .5. */
  neuron: z.strictObject({ neuron: count, localAuc: finite, share: finite }).nullable(),
  /** Strength of the ridge, chosen on discovery. */
  penalty: finite,
});

/** S: does a neuron keep a rhythm of its own, beyond that of the token classes. */
export const rhythmSchema = z.strictObject({
  neuron: count,
  status: z.enum(['passed', 'failed', 'not testable', 'not run']),
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
  schema: z.literal(evidenceVersion),
  level: z.enum(['full', 'quick']),
  /** How many of the steps are done: fewer while the evidence is still running, or was interrupted. */
  steps: z.strictObject({ done: count, of: count }),
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
  groups: z.array(groupSchema),
  probes: z.array(probeSchema),
  rhythms: z.array(rhythmSchema),
  /** What a reader must know about all claims: reuse of text, exposure, and what was left out. */
  notes: z.array(z.string()),
});

export type RungStatus = z.infer<typeof rungStatusSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Rungs = z.infer<typeof rungsSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictLevel = Verdict['level'];
export type Among = Claim['among'];
export type Effect = z.infer<typeof effectSchema>;
export type Chance = z.infer<typeof chanceSchema>;
export type HeldOut = z.infer<typeof heldOutSchema>;
export type MeaninglessLabels = z.infer<typeof meaninglessSchema>;
export type Learned = z.infer<typeof learnedSchema>;
export type Context = z.infer<typeof contextSchema>;
export type Used = z.infer<typeof usedSchema>;
export type Replicated = z.infer<typeof replicatedSchema>;
export type Examples = z.infer<typeof examplesSchema>;
export type Excerpt = z.infer<typeof excerptSchema>;
export type Does = z.infer<typeof doesSchema>;
export type LagProfile = z.infer<typeof lagProfileSchema>;
export type EventAverage = z.infer<typeof eventAverageSchema>;
export type DirectEffect = z.infer<typeof directEffectSchema>;
export type Emergence = z.infer<typeof emergenceSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Probe = z.infer<typeof probeSchema>;
export type Rhythm = z.infer<typeof rhythmSchema>;
