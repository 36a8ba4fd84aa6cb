/**
 * All that is told of a set of pairs. What neurons are worth to a preference is told by scores with them held, and by how often it turns
 * when their values are taken from the twin's reading, from a place of the text to its end (an interchange intervention), beside neurons
 * alike with which the same is done. Asks for readings. Source of the exchange: Geiger et al. 2021; Vig et al. 2020.
 */
import { at, item } from '../../core/at.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import {
  exchangesOf,
  marginsWith,
  type NeuronGroup,
  type NeuronValues,
  type SetTask,
  stagesOf,
  takenFromTwin,
  turnedAmong,
  valuesOf,
} from './asking.ts';
import { acrossCells, acrossOf, markedBy, unitsOf } from './number-units.ts';
import type { HeldMargins, HeldScore, PairInterchange, PairSet } from './pairs-schema.ts';
import {
  courseOf,
  type ExampleSources,
  examplesOf,
  lastRows,
  profileCriteria,
  profiledNeurons,
  profilesOf,
  textsProfiled,
} from './profiles.ts';
import { scanOf } from './scan.ts';
import { conditionsOf, scoresOf } from './score.ts';

export interface PairSetTask extends SetTask, Pick<ExampleSources, 'words'> {
  looked: readonly NeuronGroup[];
  holds: readonly HoldRequest[];
  scan: boolean;
  /** The condition in which twins differ, and the column across which neurons are told; null: not said. */
  mark: string | null;
  across: string | null;
  /** Neurons that are causes by exchange. */
  causes: readonly number[];
  /** Neurons that are told one by one, at most; absent: as many as is usual. */
  profiled?: number | undefined;
  alikeTo(neuron: number): NeuronGroup['alike'];
}

const mostCourses = 6;
const mostCausal = 3;

export interface AskedSet extends Omit<PairSet, 'name' | 'source' | 'mark' | 'before' | 'skipped' | 'unknown'> {
  /** On which the preferences are shown to hang, by exchange or by the scan. */
  causal: number[];
  /** Pair by pair, nothing held first. */
  items: HeldMargins[];
}

/** @returns all but what the file and its reading are called. */
export async function pairSetOf(task: PairSetTask): Promise<AskedSet> {
  const { pairs, by, words } = task;
  const [asIs, scanning, holding, exchanging, profiling] = stagesOf(task, textsOf(task));
  const [margins = new Float64Array()] = await marginsWith(asIs, [[]]);
  const valuesFor = (all: readonly NeuronGroup[]) =>
    valuesOf(task, [...new Set(all.flatMap(({ neurons, alike }) => [neurons, ...alike].flat()))]);
  const first = await valuesFor(task.looked);
  const { means } = first;
  const units = Array.from({ length: task.scan ? task.units : 0 }, (_, neuron) => neuron);
  const scanned = await marginsWith(
    scanning,
    units.map((neuron) => [{ neuron, value: at(means, neuron) }]),
  );
  const scan = task.scan ? scanOf(task, margins, scanned) : null;
  const found = (scan?.chosen ?? [])
    .filter(
      ({ neuron, passed }) =>
        passed && !task.looked.some(({ neurons }) => neurons.length === 1 && neurons[0] === neuron),
    )
    .map(({ neuron }): NeuronGroup => ({ neurons: [neuron], why: 'scan', alike: task.alikeTo(neuron) }));
  const looked = [...task.looked, ...found];
  const values = found.length === 0 ? first : await valuesFor(looked);
  const asked = looked.flatMap((neurons): HoldRequest[] => [
    { neurons, at: 'mean' },
    { neurons, at: 0 },
  ]);
  const holds = await heldScores(holding, [...asked, ...task.holds], means);
  const held = holds.map(({ margins: _, ...scores }) => scores);
  const interchange = await interchangesOf(exchanging, looked, margins, values);
  const passed = (scan?.chosen ?? []).flatMap(({ neuron, passed: own }) => (own ? [neuron] : []));
  const causal = [...new Set([...task.causes, ...passed])].slice(0, mostCausal);
  const single = looked.flatMap(({ neurons }) => (neurons.length === 1 ? neurons : []));
  const shown = [...new Set([...causal.filter((neuron) => single.includes(neuron)), ...single])];
  const atMean = new Map(scanned.entries());
  for (const {
    neurons: [neuron, ...more],
    at: value,
    margins: own,
  } of holds)
    if (value === 'mean' && neuron !== undefined && more.length === 0 && !atMean.has(neuron)) atMean.set(neuron, own);
  const last = atMean.size === 0 ? [] : await lastRows(task);
  const told = task.scan ? await profiledNeurons(task, shown, task.profiled, last) : shown.slice(0, task.profiled);
  const cells = acrossCells(task, task.mark, task.across);
  const marks = markedBy(pairs, task.mark);
  const drawn = shown.slice(0, mostCourses);
  const items: HeldMargins[] = [
    { component: task.component, layer: task.layer, neurons: [], at: null, margins },
    ...holds,
    ...interchange.flatMap(({ margins: own, ...each }) =>
      own ? [{ ...each, at: 'twin' as const, margins: own }] : [],
    ),
  ];
  return {
    by: [...by],
    pairs: pairs.length,
    held,
    interchange,
    scan,
    ...scoresOf(task, margins),
    courses: drawn.map((neuron) => courseOf(task, neuron, values)),
    examples: examplesOf(task, drawn, { margins, values, interchange, words }),
    ...(pairs.length <= mostMargins && { margins: Array.from(margins) }),
    items,
    causal,
    across: acrossOf(cells, task.across, items),
    ...(atMean.size > 0 && { units: unitsOf(task, { cells, marks, mark: task.mark, last, held: atMean }) }),
    ...(told.length > 0 && {
      profiles: await profilesOf(profiling, told, margins, await valuesOf(task, told), atMean),
    }),
  };
}

/** Texts that are read: as they are, by the scan, for holds, for exchanges, and of neurons one by one. */
function textsOf({ sequences, looked, holds, scan, units, profiled = profileCriteria.neurons }: PairSetTask) {
  const readings = (groups: readonly NeuronGroup[]) => groups.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  const alone = new Set(looked.flatMap(({ neurons }) => (neurons.length === 1 ? neurons : []))).size;
  const told = Math.min(profiled, scan ? units : alone);
  return [
    sequences.length,
    scan ? sequences.length * units : 0,
    sequences.length * (2 * readings(looked) + readings(holds.map(({ neurons }) => neurons))),
    sequences.length * readings(looked),
    told * textsProfiled(sequences.length).reduce((sum, each) => sum + each, 0),
  ] as const;
}

type ClampAt = HeldScore['at'];

export interface HoldRequest {
  neurons: NeuronGroup;
  at: ClampAt;
}

/** Too few neurons that are alike say nothing of what is usual. */
const leastAlike = 5;

/** @param means [units]. */
export async function heldScores(
  task: SetTask,
  asked: readonly HoldRequest[],
  means: ArrayLike<number>,
): Promise<(HeldScore & { margins: Float64Array })[]> {
  const { component, layer } = task;
  const heldAt = (neuron: number, at: ClampAt): number => (at === 'mean' ? (means[neuron] ?? Number.NaN) : at);
  // Neurons of several claims may be alike to the same: each hold is read once.
  const sets = new Map<string, { neuron: number; value: number }[]>();
  const keyOf = (neurons: readonly number[], at: ClampAt) => JSON.stringify([[...neurons].sort((a, b) => a - b), at]);
  for (const { neurons: group, at } of asked) {
    for (const each of [group.neurons, ...group.alike])
      sets.set(
        keyOf(each, at),
        each.map((neuron) => ({ neuron, value: heldAt(neuron, at) })),
      );
  }
  const margins = await marginsWith(task, [...sets.values()]);
  const byKey = new Map([...sets.keys()].map((key, place) => [key, item(margins, place)]));
  const marginsAt = (neurons: readonly number[], at: ClampAt) => byKey.get(keyOf(neurons, at)) ?? new Float64Array();
  const scores = (neurons: readonly number[], at: ClampAt) => scoresOf(task, marginsAt(neurons, at));
  return asked.map(({ neurons: { neurons, why, alike }, at }) => ({
    component,
    layer,
    neurons: [...neurons],
    why,
    at,
    values: neurons.map((neuron) => heldAt(neuron, at)),
    ...scores(neurons, at),
    margins: marginsAt(neurons, at),
    alike: alike.length < leastAlike ? null : spanOf(alike.map((each) => scores(each, at))),
  }));
}

function spanOf(scores: readonly Pick<HeldScore, 'all' | 'conditions'>[]): NonNullable<HeldScore['alike']> {
  const span = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const both = (all: readonly { accuracy: number; margin: number }[]) => ({
    accuracy: span(all.map(({ accuracy }) => accuracy)),
    margin: span(all.map(({ margin }) => margin)),
  });
  return {
    draws: scores.length,
    ...both(scores.map(({ all }) => all)),
    conditions: (scores[0]?.conditions ?? []).map(({ by }, place) => ({
      by,
      ...both(scores.map(({ conditions }) => item(conditions, place))),
    })),
  };
}

/** Of the margins of larger sets no list is kept. */
export const mostMargins = 2000;

/** @param margins [pairs] As the network reads them. @returns none where no pair can take anything. */
export async function interchangesOf(
  task: SetTask,
  looked: readonly NeuronGroup[],
  margins: ArrayLike<number>,
  values: NeuronValues,
): Promise<PairInterchange[]> {
  const { component, layer, pairs } = task;
  const exchanges = exchangesOf(pairs);
  const takes = (pair: number) => exchanges[pair] !== null;
  const places = [...pairs.keys()].filter(takes);
  if (places.length === 0) return [];
  const groups = looked.flatMap(({ neurons, alike }) => [neurons, ...alike]);
  const holds = groups.map((neurons) =>
    neurons.map((neuron) => ({ neuron, value: takenFromTwin(values, neuron, exchanges) })),
  );
  const exchanged = await marginsWith(task, holds, new Set(places));
  const turns = (own: Float64Array, among: readonly number[]) => ({
    pairs: among.length,
    turned: turnedAmong(among, margins, own),
    margin: among.reduce((sum, pair) => sum + at(own, pair), 0) / among.length,
  });
  const conditions = conditionsOf(task)
    .map(({ by, places: all }) => ({ by, among: all.filter(takes) }))
    .filter(({ among }) => among.length > 0 && task.by.length > 0);
  let next = 0;
  return looked.map(({ neurons, why, alike }) => {
    const own = item(exchanged, next);
    const others = exchanged.slice(next + 1, next + 1 + alike.length);
    next += 1 + alike.length;
    const whole = turns(own, places);
    const most = Math.max(...others.map((each) => turns(each, places).turned));
    return {
      component,
      layer,
      neurons: [...neurons],
      why,
      ...whole,
      turnedInterval: wilsonInterval(whole.turned, whole.pairs),
      conditions: conditions.map(({ by, among }) => ({ by, ...turns(own, among) })),
      alike: others.length === 0 ? null : { draws: others.length, most },
      ...(pairs.length <= mostMargins && {
        margins: Array.from(pairs, (_, pair) => (takes(pair) ? at(own, pair) : null)),
      }),
    };
  });
}
