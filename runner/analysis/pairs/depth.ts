/**
 * How deep in its sentence each word stands, as the units of a layer say it together beyond what its place and the word itself tell; beside
 * it the same of curves that are other sentences' of equal length. Pure but for the readings that are asked for.
 * Source: Lakretz et al. 2019 (a regression of depth on all units, with position and frequency as covariates).
 */
import { at, item } from '../../core/at.ts';
import { type Random, random, shuffle } from '../../core/random.ts';
import { type ExplainedTask, explained } from '../stats/explained.ts';
import { jackknifeInterval, mean } from '../stats/summary.ts';
import { takeEvenly } from '../stats/varied-places.ts';
import type { SetTask } from './asking.ts';
import type { PairDepth } from './pairs-schema.ts';
import { clustersOf } from './score.ts';

export const depthCriteria = {
  /** Texts that are read, at most. */
  texts: 160,
  parts: 5,
  penalties: [0.1, 1],
  /** A word's own depth on the mean counts as that of so many words more of the mean depth. */
  drawn: 10,
  /** How often curves are exchanged. */
  shuffles: 10,
  seed: 0x64657074,
} as const;

/** Of a text the depth of each of its words, [words], and what is drawn together with it. */
interface Curve {
  depths: Float32Array;
  cluster: number;
}

/** @returns null where texts have no depths, or fewer are drawn apart than there are parts. */
export async function depthOf(
  task: SetTask,
  shuffles: number = depthCriteria.shuffles,
): Promise<Omit<PairDepth, 'untrained'> | null> {
  const { pairs, readings, array, units } = task;
  const clusters = clustersOf(task);
  const read = takeEvenly(
    [...pairs.keys()].filter((pair) => pairs[pair]?.depths?.some((depth) => !Number.isNaN(depth))),
    depthCriteria.texts,
  );
  const drawn = [...new Set(read.map((pair) => at(clusters, pair)))];
  if (drawn.length < depthCriteria.parts) return null;
  /** [texts][tokens] The number of each word among all; -1: no word. */
  let words = 0;
  const rows = read.map((pair) =>
    Array.from(item(pairs, pair).depths ?? [], (depth) => (Number.isNaN(depth) ? -1 : words++)),
  );
  const columns = Array.from({ length: units }, () => new Float32Array(words));
  const texts = read.map((pair) => ({ pair, ids: item(pairs, pair).text, asks: [], sides: new Int8Array() }));
  await readings.activations(texts, array, (text, position, activation) => {
    const row = rows[text]?.[position] ?? -1;
    if (row !== -1) for (const [unit, column] of columns.entries()) column[row] = at(activation, unit);
  });
  const ofWords = <T>(of: (pair: number, position: number, word: number) => T): T[] =>
    read.flatMap((pair, text) => {
      const own = item(rows, text).flatMap((row, position) => (row === -1 ? [] : [position]));
      return own.map((position, word) => of(pair, position, word));
    });
  const types = ofWords((pair, position) => at(item(pairs, pair).text, position));
  const places = Float32Array.from(ofWords((_pair, _position, word) => word));
  const ofCluster = ofWords((pair) => drawn.indexOf(at(clusters, pair)));
  const taskOf = (numbers: Float32Array, penalties: ExplainedTask['penalties']): ExplainedTask => ({
    columns,
    numbers,
    penalties,
    parts: Int32Array.from(ofCluster, (cluster) => cluster % depthCriteria.parts),
    covariates: (making) => [places, places.map((place) => place ** 2), ownDepths(numbers, types, making)],
  });
  const curves = read.map((pair): Curve => {
    const depths = item(pairs, pair).depths ?? new Float32Array();
    return { depths: depths.filter((depth) => !Number.isNaN(depth)), cluster: at(clusters, pair) };
  });
  const numbers = Float32Array.from(curves.flatMap(({ depths }) => [...depths]));
  const found = explained(
    taskOf(
      numbers,
      Array.from({ length: depthCriteria.parts }, () => depthCriteria.penalties),
    ),
  );
  const share = (errors: Float64Array, of: Float64Array, without?: number): number => {
    const sum = (values: Float64Array) =>
      values.reduce((total, value, row) => total + (ofCluster[row] === without ? 0 : value), 0);
    return 1 - sum(errors) / sum(of);
  };
  const value = share(found.columns, found.covariates);
  // What covariates tell wholly leaves nothing to explain.
  if (!Number.isFinite(value)) return null;
  const exchanges = random(depthCriteria.seed);
  const shuffled = Array.from({ length: shuffles }, () => exchangedCurves(curves, exchanges)).flatMap((own) => {
    if (own === null) return [];
    const { columns: errors, covariates } = explained(taskOf(own, found.penalties));
    return [share(errors, covariates)];
  });
  return {
    texts: read.length,
    words,
    explained: value,
    interval: jackknifeInterval(
      value,
      drawn.map((_, cluster) => share(found.columns, found.covariates, cluster)),
    ),
    covariates: share(found.covariates, found.mean),
    shuffled:
      shuffled.length === 0 ? null : { draws: shuffled.length, mean: mean(shuffled), most: Math.max(...shuffled) },
  };
}

/** [words] How deep words like this one stand on the mean, as far as it may be known; of one that is rare nearly the mean of all. */
function ownDepths(numbers: Float32Array, types: readonly number[], making: Int32Array): Float32Array {
  const middle = mean(Array.from(making, (row) => at(numbers, row)));
  const sums = new Map<number, { sum: number; count: number }>();
  for (const row of making) {
    const { sum, count } = sums.get(at(types, row)) ?? {
      sum: middle * depthCriteria.drawn,
      count: depthCriteria.drawn,
    };
    sums.set(at(types, row), { sum: sum + at(numbers, row), count: count + 1 });
  }
  return Float32Array.from(types, (type) => {
    const own = sums.get(type);
    return own === undefined ? middle : own.sum / own.count;
  });
}

/**
 * The curves of other sentences of equal length; what is drawn together is exchanged together.
 * @returns [words] null where all sentences of a length have one curve: then nothing can be exchanged.
 */
function exchangedCurves(curves: readonly Curve[], source: Random): Float32Array | null {
  const given = new Map<Curve, Float32Array>();
  let exchanged = false;
  for (const alike of Map.groupBy(curves, ({ depths }) => depths.length).values()) {
    const clusters = [...Map.groupBy(alike, ({ cluster }) => cluster).values()];
    const others = shuffle(
      clusters.map((own) => item(own, 0).depths),
      source,
    );
    exchanged ||= new Set(others.map(String)).size > 1;
    for (const [place, own] of clusters.entries()) for (const curve of own) given.set(curve, item(others, place));
  }
  return exchanged ? Float32Array.from(curves.flatMap((curve) => [...(given.get(curve) ?? [])])) : null;
}
