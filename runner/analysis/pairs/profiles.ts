/**
 * Neurons one by one, for a reader who chooses: the time course of each, what the preference is with it held, how often it turns
 * with the twin's value, and the dose curve: the preference at each value at which it is held. Asks for readings.
 * Source of the order: eta squared, the share of variance between conditions (Pearson 1905).
 */
import { at, item } from '../../core/at.ts';
import { mean } from '../stats/summary.ts';
import { courseOf } from './course.ts';
import { takenFromTwin } from './interchange.ts';
import type { PairCourse, PairProfiles } from './pairs-schema.ts';
import type { PairHold } from './readings.ts';
import { conditionsOf } from './score.ts';
import { marginsWith, type SetTask, stagesOf } from './set-task.ts';
import { exchangesOf } from './twins.ts';
import type { NeuronValues } from './values.ts';

export const profileCriteria = {
  /** Neurons that are told: all of a layer that has no more. */
  neurons: 64,
  /** Values of the dose curve, at equal steps. */
  doses: 21,
  /** Texts that a dose curve is computed over, equally many of each condition. */
  texts: 96,
  /** The curve goes beyond the lowest and the highest value that the texts give, by this share of what lies between. */
  beyond: 0.25,
  /** Significant digits that are kept. */
  digits: 4,
} as const;

/**
 * @param first neurons that are told whatever the others do.
 * @param array of the neurons: `cell.1`.
 * @param most that are told.
 * @returns those first, then the others by how far the conditions part them at the last token of the texts, the furthest first.
 */
export async function profiledNeurons(
  task: Pick<SetTask, 'pairs' | 'by' | 'units' | 'readings'>,
  first: readonly number[],
  { array, most = profileCriteria.neurons }: { array: string; most?: number | undefined },
): Promise<number[]> {
  const own = first.slice(0, most);
  if (task.by.length === 0 || most <= own.length) return own;
  const parted = await partedBy(task, array);
  const others = Array.from(parted.keys())
    .filter((neuron) => !own.includes(neuron))
    .sort((a, b) => at(parted, b) - at(parted, a) || a - b);
  return [...own, ...others].slice(0, most);
}

/** [units] The share of each neuron's variance at the last token of the texts that lies between conditions; 0 of one that never varies. */
async function partedBy(
  task: Pick<SetTask, 'pairs' | 'by' | 'units' | 'readings'>,
  array: string,
): Promise<Float64Array> {
  const { pairs, units, readings } = task;
  const last = pairs.map(() => new Float32Array(units));
  const texts = pairs.map(({ text: ids }, pair) => ({ pair, ids, asks: [], sides: new Int8Array() }));
  await readings.activations(texts, array, (pair, position, row) => {
    if (position === item(texts, pair).ids.length - 1) item(last, pair).set(row);
  });
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

/** Of each neuron: read with it held at two values, at each of the doses, and at the twin's. @param all of the pairs. */
export const textsProfiled = (all: number) =>
  [2 * all, profileCriteria.doses * Math.min(all, profileCriteria.texts), all] as const;

/**
 * @param neurons each once; `values` must have kept them.
 * @param margins [pairs] As the network reads them.
 */
export async function profilesOf(
  task: SetTask,
  neurons: readonly number[],
  { margins, values }: { margins: ArrayLike<number>; values: NeuronValues },
): Promise<PairProfiles> {
  const { component, layer, pairs, units } = task;
  const cells = conditionsOf(task);
  const exchanges = exchangesOf(pairs);
  const exchangeable = [...pairs.keys()].filter((pair) => exchanges[pair] !== null);
  const hold = (neuron: number, value: PairHold[number]['value']): PairHold => [{ component, layer, neuron, value }];
  const plans = neurons.map((neuron) => {
    const own = at(values.means, neuron);
    const doses = dosesOf(...rangeOf(neuron, pairs.length, values));
    const twin = takenFromTwin(values, neuron, exchanges);
    return { neuron, mean: own, doses, twin };
  });
  const [holding, dosing, exchanging] = stagesOf(task, textsProfiled(task.sequences.length));
  const held = await marginsWith(
    holding,
    plans.flatMap(({ neuron, mean: own }) => [hold(neuron, own), hold(neuron, 0)]),
  );
  const some = cells.map(({ by, places }) => ({
    by,
    places: spreadOver(places, profileCriteria.texts / cells.length),
  }));
  const among = new Set(some.flatMap(({ places }) => places));
  const dosed = await marginsWith(
    { ...dosing, sequences: task.sequences.filter(({ pair }) => among.has(pair)) },
    plans.flatMap(({ neuron, doses }) => doses.map((value) => hold(neuron, value))),
  );
  const taking = task.sequences.filter(({ pair }) => exchanges[pair] !== null);
  const exchanged =
    taking.length === 0
      ? []
      : await marginsWith(
          { ...exchanging, sequences: taking },
          plans.map(({ neuron, twin }) => hold(neuron, twin)),
        );
  const courses = neurons.map((neuron) => courseOf(task, neuron, values));
  return {
    ...{ component, layer, of: units },
    lines: (courses[0]?.lines ?? []).map(({ by, pairs: count, places }) => ({
      ...{ by, pairs: count },
      places: places.map(({ from, offset }) => ({ from, offset })),
    })),
    dosed: some.map(({ places }) => places.length),
    neurons: plans.map(({ neuron, mean: own, doses }, place) => {
      const atDoses = dosed.slice(place * doses.length, (place + 1) * doses.length);
      const turned = exchangeable.filter((pair) => at(item(exchanged, place), pair) > 0 !== at(margins, pair) > 0);
      return {
        ...{ neuron, mean: short(own) },
        course: ends(item(courses, place)),
        atMean: scored(item(held, 2 * place), cells),
        atZero: scored(item(held, 2 * place + 1), cells),
        turned: exchangeable.length === 0 ? null : { pairs: exchangeable.length, turned: turned.length },
        dose: { values: doses, ...byValue(atDoses.map((found) => scored(found, some))) },
      };
    }),
  };
}

/** [lines][places] Of a course: the means, and the ends of their intervals; null where they have none. */
function ends({ lines }: PairCourse): PairProfiles['neurons'][number]['course'] {
  const of = (pick: (place: PairCourse['lines'][number]['places'][number]) => number | undefined) =>
    lines.map(({ places }) =>
      places.map((place) => {
        const value = pick(place);
        return value === undefined ? null : short(value);
      }),
    );
  return {
    means: lines.map(({ places }) => places.map(({ mean }) => short(mean))),
    low: of(({ interval }) => interval?.[0]),
    high: of(({ interval }) => interval?.[1]),
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

/** At most so many, two at least, at equal steps. */
function spreadOver(places: readonly number[], most: number): number[] {
  const count = Math.min(places.length, Math.max(2, Math.floor(most)));
  return Array.from({ length: count }, (_, index) => item(places, Math.floor((index * places.length) / count)));
}

/** From the lowest to the highest value over all texts. */
function rangeOf(neuron: number, pairs: number, values: NeuronValues): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let pair = 0; pair < pairs; pair++)
    for (const value of values.of(neuron, pair)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low > high ? [0, 0] : [low, high];
}
