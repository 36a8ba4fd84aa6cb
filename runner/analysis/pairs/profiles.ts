/**
 * Neurons one by one, for a reader who chooses: the time course of each, what the preference is with it held, how often it turns
 * with the twin's value, and the dose curve: the preference at each value at which it is held; and a couple of pairs with what neurons were.
 * Asks for readings. Source of the order: eta squared, the share of variance between conditions (Pearson 1905).
 */
import { at, item } from '../../core/at.ts';
import { bootstrapMean, mean } from '../stats/summary.ts';
import { takeEvenly } from '../stats/varied-places.ts';
import {
  exchangesOf,
  marginsWith,
  type NeuronValues,
  type PairClampedNeuron,
  type SetTask,
  stagesOf,
  startOf,
  takenFromTwin,
  turnedAmong,
} from './asking.ts';
import type { PairCourse, PairExample, PairInterchange, PairProfiles } from './pairs-schema.ts';
import { clustersOf, conditionsOf } from './score.ts';

export const courseCriteria = {
  /** Tokens from the place on, and back from the token that is asked for. */
  places: 10,
  draws: 1000,
  seed: 0x636f7572,
} as const;

/**
 * The time course of a neuron: its mean by condition and token, counted from the place where the texts of a condition begin to
 * differ, and back from the token that is asked for. Only places that all texts of a condition have.
 */
export function courseOf(task: SetTask, neuron: number, values: NeuronValues): PairCourse {
  const { pairs, component, layer } = task;
  const clusters = clustersOf(task);
  const lines = conditionsOf(task).map(({ by, places: members }) => {
    // Each place as a token of each text.
    const starts = members.map((pair) => startOf(pairs, pair) ?? 0);
    const ends = members.map((pair) => item(pairs, pair).text.length);
    const meanAt = (from: 'start' | 'end', offset: number) => {
      const own = members.map((pair, k) =>
        at(values.of(neuron, pair), item(from === 'start' ? starts : ends, k) + offset),
      );
      return {
        from,
        offset,
        mean: mean(own),
        interval: bootstrapMean(
          own,
          members.map((pair) => at(clusters, pair)),
          courseCriteria,
        ),
      };
    };
    const { first, middle, back } = placesOf(starts, ends);
    return {
      by,
      pairs: members.length,
      places: [
        ...offsets(first, middle).map((offset) => meanAt('start', offset)),
        // The right side's first token is the last; where that is none, the text's last is.
        ...offsets(back, members.every((pair) => item(pairs, pair).right.length > 0) ? 1 : 0).map((offset) =>
          meanAt('end', offset),
        ),
      ],
    };
  });
  return { component, layer, neurons: [neuron], lines };
}

/** All whole numbers from one to below another. */
export const offsets = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/**
 * @returns the first offset from the start, the one behind the last, and the first one back from the end; texts of one length
 *   have each of their tokens once.
 */
export function placesOf(starts: readonly number[], ends: readonly number[]) {
  const lengths = ends.map((end, k) => end - item(starts, k));
  const shortest = Math.min(...lengths);
  const isOne = Math.max(...lengths) === shortest;
  const { places } = courseCriteria;
  const first = -Math.min(places, ...starts);
  if (isOne && shortest <= places) return { first, middle: shortest, back: 0 };
  const middle = Math.min(places, Math.ceil(shortest / 2));
  return { first, middle, back: Math.max(-places, middle - shortest) };
}

export const profileCriteria = {
  /** Neurons that are told: all of a layer that has no more. */
  neurons: 64,
  /** Values of the dose curve, at equal steps. */
  doses: 21,
  /** Texts that a dose curve is computed over, equally many of each condition. */
  texts: 96,
  /** The curve goes beyond the lowest and the highest value that the texts give, by this share of what lies between. */
  beyond: 0.25,
  digits: 4,
} as const;

/**
 * @param first neurons that are told whatever the others do.
 * @param most that are told.
 * @param last as `lastRows` gives them; null: they are read.
 * @returns those first, then the others by how far the conditions part them at the last token of the texts, the furthest first.
 */
export async function profiledNeurons(
  task: SetTask,
  first: readonly number[],
  most: number = profileCriteria.neurons,
  last: readonly Float32Array[] | null = null,
): Promise<number[]> {
  const own = first.slice(0, most);
  if (task.by.length === 0 || most <= own.length) return own;
  const parted = partedBy(task, last ?? (await lastRows(task)));
  const others = Array.from(parted.keys())
    .filter((neuron) => !own.includes(neuron))
    .sort((a, b) => at(parted, b) - at(parted, a) || a - b);
  return [...own, ...others].slice(0, most);
}

/** [pairs] each [units]: what the layer is at the last token of each text. */
export async function lastRows({ pairs, units, readings, array }: SetTask): Promise<Float32Array[]> {
  const last = pairs.map(() => new Float32Array(units));
  const texts = pairs.map(({ text: ids }, pair) => ({ pair, ids, asks: [], sides: new Int8Array() }));
  await readings.activations(texts, array, (pair, position, row) => {
    if (position === item(texts, pair).ids.length - 1) item(last, pair).set(row);
  });
  return last;
}

/** [units] The share of each neuron's variance at the last token of the texts that lies between conditions; 0 of one that never varies. */
function partedBy(task: SetTask, last: readonly Float32Array[]): Float64Array {
  const { pairs, units } = task;
  const cells = conditionsOf(task);
  return Float64Array.from({ length: units }, (_, neuron) => {
    const of = (places: Iterable<number>) => Array.from(places, (place) => at(item(last, place), neuron));
    const all = of(pairs.keys());
    const centre = mean(all);
    const whole = sum(all.map((value) => (value - centre) ** 2));
    const between = sum(cells.map(({ places }) => places.length * (mean(of(places)) - centre) ** 2));
    return whole === 0 ? 0 : between / whole;
  });
}

/** Values at equal steps, from below the lowest that the texts give to above the highest, 0 among what lies between. */
export function dosesOf(low: number, high: number): number[] {
  const [from, to] = [Math.min(0, low), Math.max(0, high)];
  const beyond = profileCriteria.beyond * (to - from || 1);
  const step = (to - from + 2 * beyond) / (profileCriteria.doses - 1);
  return Array.from({ length: profileCriteria.doses }, (_, place) => short(from - beyond + place * step));
}

const sum = (all: readonly number[]): number => all.reduce((total, value) => total + value, 0);
const short = (value: number): number => Number(value.toPrecision(profileCriteria.digits));

/** Of each neuron: read with it held at 0, at each of the doses, and at the twin's. @param all of the pairs. */
export const textsProfiled = (all: number) =>
  [all, profileCriteria.doses * Math.min(all, profileCriteria.texts), all] as const;

/**
 * @param neurons each once; `values` must have kept them.
 * @param margins [pairs] As the network reads them.
 * @param atMean by neuron the same with it held at its mean.
 */
export async function profilesOf(
  task: SetTask,
  neurons: readonly number[],
  margins: ArrayLike<number>,
  values: NeuronValues,
  atMean: ReadonlyMap<number, Float64Array>,
): Promise<PairProfiles> {
  const { component, layer, pairs, units } = task;
  const cells = conditionsOf(task);
  const exchanges = exchangesOf(pairs);
  const exchangeable = [...pairs.keys()].filter((pair) => exchanges[pair] !== null);
  const plans = neurons.map((neuron) => {
    const hold = (value: PairClampedNeuron['value']) => [{ neuron, value }];
    const own = at(values.means, neuron);
    const doses = dosesOf(...rangeOf(neuron, pairs.length, values));
    const twin = takenFromTwin(values, neuron, exchanges);
    return { neuron, mean: own, doses, held: hold(0), dosed: doses.map(hold), twin: hold(twin) };
  });
  const [holding, dosing, exchanging] = stagesOf(task, textsProfiled(task.sequences.length));
  const held = await marginsWith(
    holding,
    plans.map((plan) => plan.held),
  );
  const some = cells.map(({ by, places }) => ({
    by,
    places: takeEvenly(places, Math.max(2, Math.floor(profileCriteria.texts / cells.length))),
  }));
  const dosed = await marginsWith(
    dosing,
    plans.flatMap((plan) => plan.dosed),
    new Set(some.flatMap(({ places }) => places)),
  );
  const twins = exchangeable.length === 0 ? [] : plans.map(({ twin }) => twin);
  const exchanged = await marginsWith(exchanging, twins, new Set(exchangeable));
  const courses = neurons.map((neuron) => courseOf(task, neuron, values));
  return {
    component,
    layer,
    of: units,
    lines: (courses[0]?.lines ?? []).map(({ by, pairs: count, places }) => ({
      by,
      pairs: count,
      places: places.map(({ from, offset }) => ({ from, offset })),
    })),
    dosed: some.map(({ places }) => places.length),
    neurons: plans.map(({ neuron, mean: own, doses }, place) => {
      const atDoses = dosed.slice(place * doses.length, (place + 1) * doses.length);
      return {
        neuron,
        mean: short(own),
        course: ends(item(courses, place)),
        atMean: scored(atMean.get(neuron) ?? new Float64Array(), cells),
        atZero: scored(item(held, place), cells),
        turned:
          exchangeable.length === 0
            ? null
            : { pairs: exchangeable.length, turned: turnedAmong(exchangeable, margins, item(exchanged, place)) },
        dose: { values: doses, ...byValue(atDoses.map((found) => scored(found, some))) },
      };
    }),
  };
}

/** [lines][places] Of a course: the means, and the ends of their intervals; null where they have none. */
function ends({ lines }: PairCourse): PairProfiles['neurons'][number]['course'] {
  type Place = PairCourse['lines'][number]['places'][number];
  const of = <Value>(value: (place: Place) => Value) => lines.map(({ places }) => places.map(value));
  return {
    means: of((place) => short(place.mean)),
    low: of(({ interval }) => interval && short(interval[0])),
    high: of(({ interval }) => interval && short(interval[1])),
  };
}

/** [conditions] Right ones, and the mean margin. */
function scored(margins: Float64Array, cells: readonly { places: readonly number[] }[]) {
  const own = cells.map(({ places }) => places.map((place) => at(margins, place)));
  return {
    right: own.map((all) => all.filter((margin) => margin > 0).length),
    margin: own.map((all) => short(mean(all))),
  };
}

const byValue = (all: readonly ReturnType<typeof scored>[]) => ({
  right: all.map(({ right }) => right),
  margin: all.map(({ margin }) => margin),
});

function rangeOf(neuron: number, pairs: number, values: NeuronValues): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let pair = 0; pair < pairs; pair++)
    for (const value of values.of(neuron, pair)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low > high ? [0, 0] : [low, high];
}

export interface ExampleSources {
  /** [pairs] */
  margins: ArrayLike<number>;
  values: NeuronValues;
  interchange: readonly PairInterchange[];
  /** Token ids as they are written. */
  words(ids: Int32Array): string;
}

/**
 * A couple of twins to be shown: of usual margin, among the longer texts.
 * @returns two, or none where there are no twins.
 */
export function examplesOf(
  { pairs, by }: SetTask,
  neurons: readonly number[],
  { margins, values, interchange, words }: ExampleSources,
): PairExample[] {
  const couples = [...pairs.entries()].flatMap(([place, { twin }]) =>
    twin !== null && twin > place ? [[place, twin] as const] : [],
  );
  const lengths = couples.map(([one]) => item(pairs, one).text.length).sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.5)] ?? 0;
  const usual = couples.reduce((sum, couple) => sum + sumOf(couple, margins), 0) / couples.length;
  const distance = (couple: readonly [number, number]) => Math.abs(sumOf(couple, margins) - usual);
  const [couple] = couples
    .filter(([one, other]) => item(pairs, one).text.length === long || item(pairs, other).text.length === long)
    .sort((a, b) => distance(a) - distance(b));
  return (couple ?? []).map((place) => {
    const { tokens, right, wrong, values: conditions } = item(pairs, place);
    return {
      tokens: [...tokens],
      right: words(right),
      wrong: words(wrong),
      margin: at(margins, place),
      by: Object.fromEntries(by.map((name) => [name, conditions[name] ?? ''])),
      neurons: neurons.map((neuron) => ({
        neuron,
        values: Array.from(values.of(neuron, place).subarray(0, tokens.length)),
        exchanged:
          interchange.find((each) => each.neurons.length === 1 && each.neurons[0] === neuron)?.margins?.[place] ?? null,
      })),
    };
  });
}

const sumOf = ([one, other]: readonly [number, number], margins: ArrayLike<number>): number =>
  at(margins, one) + at(margins, other);
