/**
 * What is shown of a claim beside its rungs: its lags, its places in the text, what the neuron does, and how it came to
 * be in the training. Units and intervals as in evidence-schema.ts. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from './numbers-schema.ts';

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
const excerptSchema = z.strictObject({
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

/** The flip beside those of neurons alike in spread, memory and outgoing weights that do not know the feature. */
export const alikeSchema = z.strictObject({
  /** How many others. */
  neurons: count,
  /** Of the claim, on the same part of the text, and the largest of the others; nats a token. */
  flip: finite,
  largest: finite,
  /** 1: none of the others flips as much. */
  rank: z.int().min(1),
});

/** What the neuron does to the next token through the decoder alone. */
export const directEffectSchema = z.strictObject({
  promoted: z.array(z.strictObject({ token: z.string(), weight: finite })),
  suppressed: z.array(z.strictObject({ token: z.string(), weight: finite })),
});

/** The claim's effect at each kept checkpoint of the training. */
export const emergenceSchema = z.array(z.strictObject({ epoch: count, localAuc: finite, interval }));

export type Examples = z.infer<typeof examplesSchema>;
export type Excerpt = z.infer<typeof excerptSchema>;
export type Does = z.infer<typeof doesSchema>;
export type Alike = z.infer<typeof alikeSchema>;
export type LagProfile = z.infer<typeof lagProfileSchema>;
export type EventAverage = z.infer<typeof eventAverageSchema>;
export type DirectEffect = z.infer<typeof directEffectSchema>;
export type Emergence = z.infer<typeof emergenceSchema>;
