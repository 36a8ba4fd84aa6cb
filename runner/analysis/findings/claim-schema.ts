/**
 * What a claim says, and how far it can get: the words that the ladder and what is published share. Imports only zod, the
 * cells' tables and the shapes of numbers.
 */
import { z } from 'zod';
import { count } from '../../core/numbers-schema.ts';
import { componentNames } from '../../nn/models/networks.ts';

/** How far a claim got, lowest first. */
export const verdictLevels = [
  'not confirmed',
  'confirmed',
  'meaningless too',
  'untrained too',
  'goes with it',
  'tells',
  'marks',
  'announces',
  'remembers',
  'used',
  'replicated',
] as const;
export const verdictSchema = z.strictObject({ level: z.enum(verdictLevels) });

export const amongNames = ['all', 'text', 'words'] as const;

/**
 * How a neuron came to be claimed: by its effect or its relevance on the discovery half, by hand, because the network's preferences
 * in pairs hang on it most (`by cause`), or because it was claimed of another feature and goes with this one rather (`rival`).
 */
export const chosenReasons = ['effect', 'relevance', 'by hand', 'by cause', 'rival'] as const;

/** Neuron n of a layer's component is higher, or lower, where the feature is. */
export const claimFacts = {
  feature: z.string(),
  /**
   * The feature's own words in a sentence. `whether`: 'it is inside quotation marks'. `event`: what came, 'a comma', where
   * the feature is of a single token; null where it is not, or where the manifest gives the words. `number`: it is a number, and
   * `whether` is what is known of it, 'how many b's are still owed'.
   */
  says: z.strictObject({ whether: z.string(), event: z.string().nullable(), number: z.literal(true).optional() }),
  neuron: count,
  layer: z.int().min(1),
  component: z.enum(componentNames),
  /** There where the neuron was chosen among those of several layers or components. */
  ofSeveral: z.literal(true).optional(),
  /** 1: higher at the feature; -1: lower. Taken from the discovery half. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  chosen: z.enum(chosenReasons),
  /** The tokens among which the feature is compared with its absence: all, those that are no white space, words. */
  among: z.enum(amongNames),
  /** The name of the feature whose tokens alone are compared; left out: those of the class are. */
  within: z.string().optional(),
  decidedByToken: z.boolean(),
};

/** Beside a neuron that is told with a claim: the array that it is of; left out where one alone is recorded, which it is. */
export const arrayFacts = { layer: z.int().min(1).optional(), component: z.enum(componentNames).optional() };

/** The same of what was asked, as it is published: nothing where all tokens of the class are compared. */
export const withinOf = ({ within }: { within?: string | null | undefined }): { within?: string } =>
  within == null ? {} : { within };

export type ComponentName = (typeof componentNames)[number];
export type Says = z.infer<typeof claimFacts.says>;
export type Among = (typeof amongNames)[number];
export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictLevel = Verdict['level'];

/** A claim as the discovery half leaves it. */
export const frozenClaimSchema = z.strictObject({
  /** Index of the feature. */
  feature: z.int().min(0),
  neuron: z.int().min(0),
  /** 1: higher at the feature; -1: lower. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  chosen: z.enum(chosenReasons),
});
export type FrozenClaim = z.infer<typeof frozenClaimSchema>;
