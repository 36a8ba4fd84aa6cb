/**
 * The shape of the evidence in a result, second version: one claim for each neuron and feature, with every rung of the
 * ladder by its name, whether it passed, failed, does not apply, could not be tested or was not run. Imports only zod,
 * the cells' tables and the shapes beside it.
 *
 * A claim says: neuron n of a layer's component is higher (or lower) where the feature is than where it is not, among the
 * tokens of the feature's reference class. Effects are swap-centred local AUCs, 0 to 1, of the activation as it is: .5 is
 * no effect, below .5 is lower at the feature. Intervals are 95%, [low, high]. Losses and flips are nats a token. Sources
 * of the measures: the files of runner/ladder and runner/stats.
 */
import { z } from 'zod';
import { componentNames } from '../models/cells/cells.ts';
import { count, finite, interval, share } from './numbers-schema.ts';
import { rungsSchema } from './rungs-schema.ts';
import {
  alikeSchema,
  directEffectSchema,
  doesSchema,
  emergenceSchema,
  eventAverageSchema,
  examplesSchema,
  lagProfileSchema,
} from './shown-schema.ts';

export const evidenceVersion = 2 as const;

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
const verdictSchema = z.strictObject({ level: z.enum(verdictLevels), phrase: z.string() });

export const amongNames = ['all', 'text', 'words'] as const;

const claimSchema = z.strictObject({
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
  /** Null but for the claim of largest effect among a feature's that passed `used`, and in evidence from before it was asked. */
  alike: alikeSchema.nullable().default(null),
  eventAverage: eventAverageSchema.nullable(),
  directEffect: directEffectSchema.nullable(),
  emergence: emergenceSchema.nullable(),
});

const flipSchema = z.strictObject({ flip: finite, interval });

/** Neurons that carry a feature's state together: chosen one after the other on discovery, measured on confirmation. */
const groupSchema = z.strictObject({
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
const probeSchema = z.strictObject({
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

export type Evidence = z.infer<typeof evidenceSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictLevel = Verdict['level'];
export type Among = Claim['among'];
export type Group = z.infer<typeof groupSchema>;
export type Probe = z.infer<typeof probeSchema>;
export type Rhythm = z.infer<typeof rhythmSchema>;
