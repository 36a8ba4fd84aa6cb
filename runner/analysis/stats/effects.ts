/** The effect of every neuron of a layer at once: the same number as `localEffect`'s, without its interval. Pure. */
import type { Carriers } from './carriers.ts';
import { addProducts, type SumRows, sumRows } from './columns.ts';
import { divisor, pairsWithin } from './local-auc.ts';
import { classRanks, placesByToken, ranksOfSorted, segmentRanks, squaresWithin } from './ranks.ts';
import { dealRoundRobin, sortedAll } from './rising-order.ts';
import type { PermutationBlocks } from './tested-text.ts';
import type { View } from './view.ts';

/** A class of tokens, and features that are compared within it. */
export interface MarkedClass {
  /** The class in the whole text, as a `ReferenceText` has it; null: the whole text. */
  view: View | null;
  units: PermutationBlocks;
  /** [features] */
  carriers: readonly Carriers[];
  /** [features] The neuron whose effect alone is asked for; absent, or -1: that of all. */
  neurons?: Int32Array;
}

export type RanksInClasses = (
  classes: readonly Pick<MarkedClass, 'view' | 'units'>[],
  tokens: number,
) => (activation: Float32Array) => readonly Float32Array[];

/**
 * @param classes of one text, in segments of any length: what they are ranked by is sorted once.
 * @param tokens of the whole text.
 * @returns what takes a neuron's activations, [tokens], and gives its mid-ranks, [classes] each [tokens of the class], as
 *   `segmentRanks` has them; overwritten by the next call.
 * @throws RangeError when an activation is not a number.
 */
export const ranksInClasses: RanksInClasses = (classes, tokens) => {
  const asked = classes.map(({ view, units }) => ({
    segment: units.segment,
    stretch: stretchOf({ units }, tokens),
    places: view === null ? null : placesByToken(view, tokens),
    // One more, of no meaning, for what is not of the class.
    ranks: new Float32Array(units.count * units.tokens + 1),
  }));
  const own = asked.map(({ ranks }) => ranks.subarray(0, -1));
  return (activation) => {
    const sorted = sortedAll(activation);
    let dealt = { ...sorted, stretch: tokens };
    for (const [index, { places, segment, stretch, ranks }] of asked.entries()) {
      if (stretch !== dealt.stretch) dealt = { ...dealRoundRobin(sorted, tokens, stretch), stretch };
      if (places === null) ranksOfSorted(dealt, segment, own[index]);
      else classRanks(dealt, places, segment, ranks);
    }
    return own;
  };
};

/** Tokens of a segment in the whole text; a class of no token has no segment. @throws RangeError when the segments are not whole. */
export function stretchOf(
  { units: { count, tokens: each, segment } }: Pick<MarkedClass, 'units'>,
  tokens: number,
): number {
  const stretch = count === 0 ? tokens : tokens / ((count * each) / segment);
  if (!Number.isInteger(stretch)) throw new RangeError(`ranks: ${tokens} activations are not whole segments`);
  return stretch;
}

/** [classes][features] each [neurons]: local AUC minus .5; NaN where a feature has nothing to compare. */
export type Effects = Float64Array[][];

/** Of some neurons: few arrays, for there may be thousands of features, and threads hand these on. */
export interface EffectsPart {
  neurons: number;
  /** [classes] How many features, and their effects, [features, neurons]. */
  classes: { features: number; effects: Float64Array }[];
}

/** From ranks to effects, so many neurons together: for whoever has the ranks. */
export interface RankedNeurons {
  width: number;
  none(neurons: number): EffectsPart;
  /** Takes a neuron's ranks, [classes] each [tokens of the class], below `width`; they may be overwritten afterwards. */
  put(k: number, ranks: readonly Float32Array[]): void;
  /** Writes the effects of the neurons that were put, so many, from a place on. @param neuron the number of the first of them. */
  tell(count: number, part: EffectsPart, from: number, neuron: number): void;
}

export function effectsOfRanks(classes: readonly MarkedClass[], sum: SumRows = sumRows): RankedNeurons {
  const asked = classes.map((own) => sumsIn(own, sum));
  const width = asked.reduce((least, own) => Math.min(least, own.width), widest);
  const sums = new Float64Array(width);
  return {
    width,
    none: (neurons) => ({
      neurons,
      classes: classes.map(({ carriers: { length: features } }) => ({
        features,
        effects: new Float64Array(features * neurons),
      })),
    }),
    put(k, ranks) {
      for (const [index, { put }] of asked.entries()) put(k, ranks[index]);
    },
    tell(count, part, from, neuron) {
      const { neurons } = part;
      for (const [index, { features }] of asked.entries()) {
        const { effects } = part.classes[index];
        const alone = classes[index].neurons;
        for (const [feature, { add, by }] of features.entries()) {
          const only = alone?.[feature] ?? -1;
          if (only >= 0 && (only < neuron || only >= neuron + count)) continue;
          add(sums);
          for (let k = 0; k < count; k++) effects[feature * neurons + from + k] = quotient(sums[k], by(k));
        }
      }
    },
  };
}

const quotient = (sum: number, by: number): number => (by > 0 ? sum / by : Number.NaN);

const widest = 8;

/** What is added up of neurons' ranks in a class, a few neurons together. */
function sumsIn({ units, carriers }: MarkedClass, sum: SumRows) {
  const tokens = units.count * units.tokens;
  const lists = carriers.filter((own) => own instanceof Int32Array);
  const rows = sum(lists, tokens);
  const { width } = rows;
  const kept = Array.from({ length: width }, () => new Float32Array(tokens));
  const squares = new Float64Array(width);
  const isOfNumbers = lists.length < carriers.length;
  let list = 0;
  return {
    width,
    put(k: number, ranks: Float32Array): void {
      kept[k].set(ranks);
      rows.put(k, kept[k]);
      if (isOfNumbers) squares[k] = summed(squaresWithin(ranks, units));
    },
    /** Of each feature its sums, and what the k-th neuron's is divided by; 0 where there is nothing to compare. */
    features: carriers.map((own) => {
      if (own instanceof Int32Array) {
        const at = list++;
        const held = summed(pairsWithin(own, units));
        return { add: (sums: Float64Array) => rows.at(at, sums), by: () => (held > 0 ? divisor(held) : 0) };
      }
      const scores = segmentRanks(own, units.segment);
      const held = summed(squaresWithin(scores, units));
      const factors = Float64Array.from(scores);
      return {
        add: (sums: Float64Array) => addProducts(sums.fill(0), kept, factors),
        by: (k: number) => (held > 0 ? divisor(held, squares[k]) : 0),
      };
    }),
  };
}

export function mergeEffects(parts: readonly EffectsPart[]): Effects {
  const all = parts.reduce((sum, { neurons }) => sum + neurons, 0);
  const [first] = parts;
  return (first?.classes ?? []).map(({ features }, index) => {
    const tables = Array.from({ length: features }, () => new Float64Array(all));
    let from = 0;
    for (const { neurons, classes } of parts) {
      const { effects } = classes[index];
      for (let feature = 0; feature < features; feature++) {
        const whole = tables[feature];
        for (let k = 0; k < neurons; k++) whole[from + k] = effects[feature * neurons + k];
      }
      from += neurons;
    }
    return tables;
  });
}

/** @param within [units]. */
const summed = (within: Float64Array): number => within.reduce((sum, own) => sum + own, 0);
