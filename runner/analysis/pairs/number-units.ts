/**
 * What Lakretz et al. (2019) ask of the units that carry a subject's number, of any condition in which twins differ: what is right without
 * each of them, over how many misleading nouns each still tells it (short- and long-range units), when the layer holds it in one form and
 * when in another (decoders that are made at one token and read at others: King & Dehaene 2014), what the unit says to each form of the verb,
 * and its gates by condition over time. Pure but for the readings that are asked for.
 */
import { at, float32At, item } from '../../core/at.ts';
import { auc } from '../stats/auc.ts';
import { readLinearly, ridgeLogistic, standardised, unscaled } from '../stats/ridge.ts';
import { takeEvenly } from '../stats/varied-places.ts';
import { type NeuronValues, type SetTask, startOf, valuesOf } from './asking.ts';
import type { Pair } from './encode.ts';
import type { HeldMargins, PairAcross, PairCourse, PairDecoders, PairForms, PairUnits } from './pairs-schema.ts';
import { courseOf, offsets, placesOf } from './profiles.ts';
import { halvesOf, scanCriteria } from './scan.ts';
import { conditionsOf } from './score.ts';

/** The two values of the condition in which twins differ, in the order in which they come; null: there are not two. */
export function markedBy(pairs: readonly Pick<Pair, 'values'>[], mark: string | null): [string, string] | null {
  const [one, other, ...more] = mark === null ? [] : new Set(pairs.map(({ values }) => values[mark] ?? ''));
  return one === undefined || other === undefined || more.length > 0 ? null : [one, other];
}

/** Pairs by the column across which neurons are told, numbers rising; without one by the conditions beside the mark. */
export function acrossCells({ pairs, by }: Pick<SetTask, 'pairs' | 'by'>, mark: string | null, across: string | null) {
  const cells = conditionsOf({ pairs, by: across === null ? by.filter((name) => name !== mark) : [across] });
  const told = cells.map(({ by: own, places }) => ({ value: Object.values(own).join(', ') || 'all', places }));
  return told.every(({ value }) => Number.isFinite(Number(value)))
    ? told.sort((a, b) => Number(a.value) - Number(b.value))
    : told;
}

type Cells = ReturnType<typeof acrossCells>;

const rightAmong = (margins: ArrayLike<number | null>, places: readonly number[]): number =>
  places.filter((pair) => (margins[pair] ?? 0) > 0).length;

/** Pairs that are right, as it is and with single neurons held, in each cell. */
export const acrossOf = (cells: Cells, name: string | null, items: readonly HeldMargins[]): PairAcross => ({
  name,
  values: cells.map(({ value }) => value),
  pairs: cells.map(({ places }) => places.length),
  rows: items
    .filter(({ neurons, margins }) => neurons.length < 2 && Array.from(margins).every((margin) => margin !== null))
    .map(({ neurons, at: held, margins }) => ({
      neurons: [...neurons],
      at: held,
      right: cells.map(({ places }) => rightAmong(margins, places)),
    })),
});

/**
 * Each neuron held at its mean, by condition; and at the last token of the texts the AUC with which it tells the mark's second value from
 * its first, within each cell: where the cells are numbers of misleading nouns, a unit that stays on one side of .5 in all of them carries
 * the number over them, and one that goes over to the other side follows the last noun.
 * @param last [pairs][units]. @param held by neuron [pairs]: margins.
 */
export function unitsOf(
  task: Pick<SetTask, 'pairs' | 'by' | 'component' | 'layer'>,
  {
    cells,
    marks,
    mark,
    last,
    held,
  }: {
    cells: Cells;
    mark: string | null;
    marks: readonly [string, string] | null;
    last: readonly Float32Array[];
    held: ReadonlyMap<number, ArrayLike<number>>;
  },
): PairUnits {
  const conditions = conditionsOf(task);
  const areaOf = (neuron: number, places: readonly number[]): number | null => {
    const isSecond = places.map((pair) => task.pairs[pair]?.values[mark ?? ''] === marks?.[1]);
    const area = auc(
      places.map((pair) => float32At(item(last, pair), neuron)),
      isSecond,
    );
    return marks === null || Number.isNaN(area) ? null : Number(area.toFixed(3));
  };
  return {
    component: task.component,
    layer: task.layer,
    told: marks?.[1] ?? null,
    each: [...held].map(([neuron, margins]) => {
      const areas = cells.map(({ places }) => areaOf(neuron, places));
      return {
        neuron,
        right: conditions.map(({ places }) => rightAmong(margins, places)),
        margin: conditions.map(({ places }) => {
          const sum = places.reduce((total, pair) => total + at(margins, pair), 0);
          return Number((sum / places.length).toPrecision(4));
        }),
        auc: areas,
        reach: reachOfUnit(areas),
      };
    }),
  };
}

/** So far from .5, a unit tells the mark. */
const tells = 0.25;

/**
 * `long`: it tells the mark in every cell, on one side; `short`: in the first alone, elsewhere less than half as well or the other way round.
 * @param areas [cells] the first without a misleading noun.
 */
export function reachOfUnit(areas: readonly (number | null)[]): PairUnits['each'][number]['reach'] {
  const [first = 0, ...rest] = areas.map((area) => (area ?? 0.5) - 0.5);
  if (Math.abs(first) < tells || rest.length === 0) return null;
  const along = rest.map((each) => each * Math.sign(first));
  if (along.every((each) => each >= tells)) return 'long';
  return along.every((each) => each < Math.abs(first) / 2) ? 'short' : null;
}

export const decoderCriteria = {
  /** Texts that decoders are made and read on, at most; and the ridge. */
  texts: 512,
  penalty: 0.01,
} as const;

/**
 * Decoders of the mark from the whole layer, each made at one token of half of what is drawn together, and read at every token of the
 * other half. Of the longer half of the texts, so that there are tokens to go over.
 * @returns null where the mark has not two values, or there are too few texts.
 */
export async function decodersOf(task: SetTask, mark: string | null): Promise<Omit<PairDecoders, 'untrained'> | null> {
  const { pairs, readings, array, units } = task;
  const marks = markedBy(pairs, mark);
  if (mark === null || marks === null) return null;
  const lengthOf = (pair: number) =>
    item(pairs, pair).text.length - (startOf(pairs, pair) ?? item(pairs, pair).text.length);
  const lengths = [...pairs.keys()].map(lengthOf).sort((a, b) => a - b);
  const usual = Math.max(1, lengths[Math.floor(lengths.length / 2)] ?? 0);
  const [choosing = [], confirming = []] = halvesOf(task).map((clusters) =>
    clusters.map((cluster) => cluster.filter((pair) => lengthOf(pair) >= usual)).filter(({ length }) => length > 0),
  );
  if (Math.min(choosing.length, confirming.length) < scanCriteria.clusters) return null;
  const halves = [choosing, confirming].map((clusters) => {
    const all = clusters.flat();
    return marks.flatMap((value) =>
      takeEvenly(
        all.filter((pair) => item(pairs, pair).values[mark] === value),
        decoderCriteria.texts / 4,
      ),
    );
  });
  const [making = [], reading = []] = halves;
  const read = halves.flat();
  const starts = read.map((pair) => startOf(pairs, pair) ?? 0);
  const ends = read.map((pair) => item(pairs, pair).text.length);
  const { first, middle, back } = placesOf(starts, ends);
  const places = [
    ...offsets(first, middle).map((offset) => ({ from: 'start' as const, offset })),
    ...offsets(back, 0).map((offset) => ({ from: 'end' as const, offset })),
  ];
  /** [places][units] each [texts read]. */
  const columns = places.map(() => Array.from({ length: units }, () => new Float32Array(read.length)));
  const positions = read.map((_, k) =>
    places.map(({ from, offset }) => at(from === 'start' ? starts : ends, k) + offset),
  );
  const texts = read.map((pair) => ({ pair, ids: item(pairs, pair).text, asks: [], sides: new Int8Array() }));
  await readings.activations(texts, array, (text, position, row) => {
    for (const [place, own] of item(positions, text).entries()) {
      if (own !== position) continue;
      for (let unit = 0; unit < units; unit++) item(item(columns, place), unit)[text] = float32At(row, unit);
    }
  });
  const labels = Uint8Array.from(read, (pair) => Number(item(pairs, pair).values[mark] === marks[1]));
  const made = columns.map((layer) => {
    const scaled = layer.map((values) => standardised(values.subarray(0, making.length)));
    const reader = ridgeLogistic(
      scaled.map(({ column }) => column),
      labels.subarray(0, making.length),
      decoderCriteria.penalty,
    );
    return unscaled(reader, scaled);
  });
  const rest = labels.subarray(making.length);
  return {
    places,
    told: marks[1],
    made: making.length,
    read: reading.length,
    auc: made.map((reader) =>
      columns.map((layer) =>
        Number(
          auc(
            readLinearly(
              layer.map((values) => values.subarray(making.length)),
              reader,
            ),
            rest,
          ).toFixed(3),
        ),
      ),
    ),
  };
}

/** Forms of each side that are told, at most. */
const mostForms = 8;

/**
 * What a neuron adds to the logit of each form that is asked for, for each unit of its hidden state.
 * @param decoder [vocabulary, units]. @param word a token id as it is written.
 */
export function formsOf(
  pairs: readonly Pick<Pair, 'right' | 'values'>[],
  {
    mark,
    neurons,
    decoder,
    units,
    word,
  }: {
    mark: string | null;
    neurons: readonly number[];
    decoder: Float32Array;
    units: number;
    word(id: number): string;
  },
): PairForms {
  const marks = markedBy(pairs, mark);
  if (mark === null || marks === null) return [];
  const idsOf = (value: string): Set<number> =>
    new Set(pairs.flatMap(({ right, values }) => (values[mark] === value && right.length === 1 ? [...right] : [])));
  const [one, other] = [idsOf(marks[0]), idsOf(marks[1])];
  const forms = [one, other].flatMap((ids, side) =>
    [...ids]
      .filter((id) => !(side === 0 ? other : one).has(id))
      .slice(0, mostForms)
      .map((id) => ({ id, value: item(marks, side) })),
  );
  return neurons.map((neuron) => ({
    neuron,
    forms: forms.map(({ id, value }) => {
      const weight = Number(float32At(decoder, id * units + neuron).toPrecision(4));
      return { word: word(id), value, weight };
    }),
  }));
}

/** The time courses of neurons in the other arrays of their layer: gates, candidate, cell or hidden state. @param others `input` and its like. */
export async function gatesOf(
  task: SetTask,
  neurons: readonly number[],
  others: readonly { component: SetTask['component']; array: string }[],
): Promise<PairCourse[]> {
  const courses: PairCourse[] = [];
  for (const other of neurons.length === 0 ? [] : others) {
    const own = { ...task, ...other };
    const values: NeuronValues = await valuesOf(own, neurons);
    courses.push(...neurons.map((neuron) => courseOf(own, neuron, values)));
  }
  return courses;
}
