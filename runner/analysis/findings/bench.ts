/** The ladder's input, prepared once for all rungs: each feature seen through its reference class. Pure. */
import { at, item } from '../../core/at.ts';
import type { Unit } from '../../core/cut.ts';
import { type Random, random } from '../../core/random.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import type { Cause } from '../pairs/pairs-schema.ts';
import { permutationTable, permutedCells } from '../stats/block-permutation-test.ts';
import { type Carriers, carriersIn } from '../stats/carriers.ts';
import type { MarkedClass } from '../stats/effects.ts';
import { type LocalEffect, localEffect } from '../stats/local-auc.ts';
import { type Sweep, sweepOnThisThread } from '../stats/max-t.ts';
import { type Fit, fitOnThisThread } from '../stats/ridge.ts';
import {
  type Activations,
  checkShapes,
  type HalfName,
  type Halves,
  type PermutationBlocks,
  permutationBlocks,
  type ReferenceText,
  referenceText,
  type SwapUnitKind,
  type TestedText,
} from '../stats/tested-text.ts';
import { segmentsFrom, type View, viewed } from '../stats/view.ts';
import { neuronsIn, type TestedActivation } from './arrays.ts';
import type { Among, Says } from './claim-schema.ts';
import type { Untestable } from './reasons-schema.ts';

/** Separates the random numbers of the ladder, and of its parts, from other uses of the experiment's seed. */
const stream = 0x65766964;
export const uses = {
  discovery: 1,
  confirmation: 2,
  places: 3,
  excerpts: 4,
  groups: 5,
  probe: 6,
  labels: 7,
  interchange: 8,
  documents: 9,
} as const;

export interface ReferenceHalf {
  reference: ReferenceText;
  units: PermutationBlocks;
}

export interface BenchFeature extends TestedFeature {
  index: number;
  /** [scored tokens] of the whole text: of the class, and of the class with the feature, or its numbers (NaN outside). */
  scored: Halves<{ members: Uint8Array; mask: FeatureValues }>;
  /** The reference class, document by document: how large an effect is. Features with the same class share it. */
  seen: Halves<ReferenceHalf>;
  /** [tokens of the class] The feature as the class sees it: a mask, or numbers. */
  mask: Halves<FeatureValues>;
  /** The same segment by segment: what the swap test swaps. */
  tested: { seen: Halves<ReferenceHalf>; mask: Halves<FeatureValues> };
}

export interface Bench {
  input: ClaimTestInput;
  features: readonly BenchFeature[];
  /** The permutations of each half, [permutations][units], and as cells of a cross matrix on confirmation. */
  tables: Halves<Uint16Array>;
  cells: Uint16Array | Uint32Array;
  /** What `effectsOn` has measured, or is measuring. */
  effects: Partial<Halves<Promise<Float64Array[]>>>;
  /** How all neurons and features are measured and tested at once, for instance on several threads. */
  sweep: Sweep;
  /** How a linear reader is made, for instance in a thread. */
  fit: Fit;
  random(use: (typeof uses)[keyof typeof uses], ...more: number[]): Random;
}

/** Fewer cannot tell a p of .05 from one of .06. */
export const minimumPermutations = 99;

/**
 * @throws RangeError when shapes disagree, or there are too few permutations.
 */
export function benchOf(input: ClaimTestInput, sweep: Sweep = sweepOnThisThread, fit: Fit = fitOnThisThread): Bench {
  const { text, activations, permutations, seed, swapped } = input;
  if (!Number.isInteger(permutations) || permutations < minimumPermutations) {
    throw new RangeError(
      `ladder: permutations must be a whole number from ${minimumPermutations}, got ${permutations}`,
    );
  }
  for (const half of halfNames) checkShapes(text[half], activations[half]);
  const neurons = activations.discovery.length;
  // Where only other networks are looked at, there are none of its own.
  if (neurons > 0 && neurons !== neuronsIn(input.arrays)) {
    throw new RangeError(`ladder: the arrays have ${neuronsIn(input.arrays)} neurons, got activations of ${neurons}`);
  }
  const own = (...parts: number[]) => random(seed, stream, ...parts);
  const tables = mapHalves((half) => permutationTable(text[half].sources, permutations, own(uses[half])));
  return {
    input,
    features: benchFeaturesOf(text, input.features, swapped),
    tables,
    cells: permutedCells(tables.confirmation, permutationBlocks(text.confirmation, swapped)),
    effects: {},
    sweep,
    fit,
    random: own,
  };
}

/** Features seen through their reference classes; those with the same class share it. */
export function benchFeaturesOf(
  text: Halves<ReadText>,
  features: readonly TestedFeature[],
  swapped?: SwapUnitKind,
): BenchFeature[] {
  const classes: (Record<'seen' | 'tested', Halves<ReferenceHalf>> & { among: string; members: Halves<Uint8Array> })[] =
    [];
  const whole = mapHalves((half) => asDocuments(text[half]));
  return features.map((feature, index): BenchFeature => {
    const scored = mapHalves((half) => scoredMasks(feature, half, text[half]));
    for (const half of halfNames) checkShapes(text[half], [scored[half].mask]);
    const members = mapHalves((half) => scored[half].members);
    const known = classes.find((own) => own.among === feature.among && areAlike(own.members, members));
    const tested = known?.tested ?? mapHalves((half) => restrictTo(text[half], members[half], swapped));
    // Of one segment both are the same, and ranked once.
    const isOne = halfNames.every((half) => text[half].segments === 1);
    const seen = isOne ? tested : (known?.seen ?? mapHalves((half) => restrictTo(whole[half], members[half], swapped)));
    if (known === undefined) classes.push({ among: feature.among, members, seen, tested });
    const maskOf = (own: Halves<ReferenceHalf>) => mapHalves((half) => restrictedMask(own[half], scored[half].mask));
    return { ...feature, index, scored, seen, mask: maskOf(seen), tested: { seen: tested, mask: maskOf(tested) } };
  });
}

/** A document as one segment. */
const asDocuments = <Text extends TestedText>(text: Text): Text => ({
  ...text,
  length: text.segments * text.length,
  segments: 1,
});

/** Numbers that not every token of a class has make a class of their own. */
const areAlike = (a: Halves<Uint8Array>, b: Halves<Uint8Array>): boolean =>
  halfNames.every((half) => a[half].every((member, t) => member === b[half][t]));

/** A half as the tests of a reference class see it. @param members [scored tokens] 1 where a token is of the class. */
export function restrictTo(text: TestedText, members: Uint8Array, swapped?: SwapUnitKind): ReferenceHalf {
  const reference = referenceText(text, members);
  return { reference, units: permutationBlocks(reference.text, swapped) };
}

/** [tokens of the class] @param mask [scored tokens], or numbers. */
export const restrictedMask = <V extends FeatureValues>({ reference }: ReferenceHalf, mask: V): V =>
  viewed(mask, reference.view);

export const halfNames = ['discovery', 'confirmation'] as const satisfies readonly HalfName[];

export const mapHalves = <T>(of: (half: HalfName) => T): Halves<T> => ({
  discovery: of('discovery'),
  confirmation: of('confirmation'),
});

export function scoredAmong({ warmUp, length, readTypes }: Pick<ReadText, 'warmUp' | 'length' | 'readTypes'>): View {
  const read = warmUp + length;
  const starts = Int32Array.from({ length: readTypes.length / read }, (_, segment) => segment * read + warmUp);
  return segmentsFrom(starts, length);
}

function scoredMasks(feature: TestedFeature, half: HalfName, text: ReadText) {
  for (const { length } of [feature.members[half], feature.masks[half]]) {
    if (length === text.readTypes.length) continue;
    throw new RangeError(
      `ladder: a feature marks each of ${text.readTypes.length} tokens that are read, got ${length}`,
    );
  }
  const view = scoredAmong(text);
  const members = viewed(feature.members[half], view);
  const mask = viewed(feature.masks[half], view);
  const none = areNumbers(mask) ? Number.NaN : 0;
  const carries = areNumbers(mask) ? (value: number) => !Number.isNaN(value) : (value: number) => value === 1;
  for (let t = 0; t < mask.length; t++) if (!carries(at(mask, t)) || members[t] !== 1) mask[t] = none;
  return { members, mask };
}

/** [tokens of the class] What a neuron does there; 0 in a segment without members. */
export const restrictedActivation = (
  bench: Bench,
  { seen }: Pick<BenchFeature, 'seen'>,
  half: HalfName,
  neuron: number,
): Float32Array => viewed(item(bench.input.activations[half], neuron), seen[half].reference.view);

/** The effect of a neuron for a feature within the feature's class, or why it cannot be told. */
export function restrictedEffect(
  bench: Bench,
  feature: BenchFeature,
  half: HalfName,
  neuron: number,
): LocalEffect | Untestable {
  const { units } = feature.seen[half];
  const activation = restrictedActivation(bench, feature, half, neuron);
  if (activation.every((value) => value === activation[0])) return neverChanges;
  const found = localEffect(activation, feature.mask[half], units);
  // It may change between segments alone.
  return 'code' in found || !Number.isNaN(found.localAuc) ? found : neverChanges;
}

/** [features] each [neurons]: local AUC minus .5; NaN where a feature has no pairs to compare. */
export type EffectTable = readonly Float64Array[];

/** The effects of all neurons for all features on one half, each within the feature's class; measured once. */
export function effectsOn({ features, effects, input, sweep }: Bench, half: HalfName): Promise<EffectTable> {
  effects[half] ??= effectsOf(features, half, input.activations[half], sweep);
  return effects[half];
}

/** What is seen through a reference class, with its number among those that are asked for. */
export interface ClassContrast extends Pick<BenchFeature, 'seen' | 'index'> {
  /** [tokens of the class] */
  mask: Halves<FeatureValues | Carriers>;
  /** Of which alone the effect is asked for; absent: of all. */
  neuron?: number;
}

/** The same of any network that read the text. @param activations [neurons] each [scored tokens]. */
export async function effectsOf(
  features: readonly ClassContrast[],
  half: HalfName,
  activations: Activations,
  sweep: Sweep,
): Promise<Float64Array[]> {
  const { classes, byFeature } = inClasses(features, half);
  const { effects } = await sweep({ activations, tests: [], classes, table: new Uint16Array(0) });
  return byFeature(effects);
}

/** Features by their classes, as jobs over all neurons take them. */
export function inClasses<Own extends ClassContrast>(features: readonly Own[], half: HalfName) {
  const groups = [...Map.groupBy(features, ({ seen }) => seen).values()];
  return {
    groups,
    classes: groups.map((own): MarkedClass => {
      const { reference, units } = item(own, 0).seen[half];
      const neurons = Int32Array.from(own, ({ neuron = -1 }) => neuron);
      return { view: reference.view, units, carriers: own.map(({ mask }) => carriersIn(mask[half])), neurons };
    }),
    /** What such a job finds, [classes][features of the class], at the numbers of the features. */
    byFeature(found: readonly (readonly Float64Array[])[]): Float64Array[] {
      const told: Float64Array[] = [];
      for (const [group, own] of groups.entries()) {
        for (const [place, { index }] of own.entries()) {
          const each = found[group]?.[place];
          if (each !== undefined) told[index] = each;
        }
      }
      return told;
    },
  };
}

export const neverChanges = { code: 'never changes' } as const;

/** A half of the text: its scored tokens, and the segments as they are read, with the warm-up before each. */
export interface ReadText extends TestedText {
  /** Tokens at the beginning of each segment that are read and not scored. */
  warmUp: number;
  /** [segments x (warmUp + length)] */
  readTypes: Int32Array;
}

/** Labels of the documents of both halves. */
export interface DocumentProperty {
  name: string;
  /** After 'knows whether', of a number after 'knows'. */
  says: string;
  /** False: 1 or 0. */
  number: boolean;
  /** [documents] of each half; NaN where a document has none. */
  values: Halves<Float32Array>;
}

export interface TestedFeature {
  name: string;
  says: Says;
  decidedByToken: boolean;
  among: Among;
  /** The name of the feature whose tokens alone are compared; null, or left out: those of the class. */
  within?: string | null;
  /** [read tokens] of each half, 1 where a token carries the feature; or numbers, NaN where a token has none. */
  masks: Halves<FeatureValues>;
  /** [read tokens] of each half, 1 where a token belongs to the reference class. */
  members: Halves<Uint8Array>;
  /** Of a range the number that it is a range of, and its words; null, or left out: it is none. */
  number?: (Pick<TestedFeature, 'members'> & { says: string; masks: Halves<Float32Array> }) | null;
  /** Neurons that are claimed whatever the text says, named before it was read. */
  byHand: readonly number[];
}

export interface ClaimTestInput {
  text: Halves<ReadText>;
  /** Of the trained network: the arrays that the claims are about, one behind the other, [neurons] each [scored tokens]. */
  activations: Halves<Activations>;
  /** Whose neurons these are: at least one. */
  arrays: readonly [TestedActivation, ...TestedActivation[]];
  features: readonly TestedFeature[];
  /** Further labels, of which nothing is claimed: what may go with a feature in its place (`rungs/specific.ts`). */
  rivals?: readonly TestedFeature[];
  /** Labels of whole documents: `document-labels.ts`. */
  documents?: readonly DocumentProperty[];
  /** The array among whose neurons relevance ranks; absent: the first. */
  drawn?: { layer: number; component: string };
  /** On which the network's preferences in pairs hang most: claimed of every feature. */
  causes?: readonly Cause[];
  /** How many neurons are claimed for each feature by their effect, and by their relevance. */
  count: number;
  /** Who is claimed beside those whose effect is more than chance; left out: as many by their relevance. `effect`: the largest effects, up to as many. */
  beside?: 'effect' | 'nobody';
  /** 10,000 for a result that is published; at least 99. */
  permutations: number;
  /** The same seed gives the same claims, wherever the work is done. */
  seed: number;
  /** [types] The token types as they are written, by id. */
  vocabulary: readonly string[];
  /** What a token is; by default a word. */
  unit?: Unit;
  /** [scored tokens] of the confirmation half as they are written, for the excerpts; by default from the vocabulary. */
  written?: readonly string[];
  /** Whether the text was read from right to left: excerpts stand in the order of the text. */
  backward?: boolean;
  /** Names of the sources, by the numbers in the text's `sources`. */
  sources: readonly string[];
  swapped?: SwapUnitKind;
  /** True where the text may have been trained on: no claim can be held out. */
  exposed?: boolean;
}
