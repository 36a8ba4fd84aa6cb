/** How often the right side is the likelier one, and by how much: in all, and by condition. Pure. */
import { at } from '../../core/at.ts';
import { bootstrapMean } from '../stats/summary.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import type { Pair } from './encode.ts';
import type { PairScore, PairSet } from './pairs-schema.ts';

export const scoreCriteria = { draws: 2000, seed: 0x70616972 } as const;

export interface ScoreTask {
  pairs: readonly Pick<Pair, 'values' | 'twin'>[];
  /** Columns whose values make the conditions. */
  by: readonly string[];
  /** The column whose equal values are drawn together; absent: twins are. */
  cluster?: string | undefined;
}

/** @param margins [pairs] log P(right) - log P(wrong), nats. */
export function scoresOf(task: ScoreTask, margins: ArrayLike<number>): Pick<PairSet, 'conditions' | 'all'> {
  const clusters = clustersOf(task);
  const scored = (places: readonly number[]): PairScore => {
    const values = places.map((place) => at(margins, place));
    const right = values.filter((margin) => margin > 0).length;
    const own = places.map((place) => at(clusters, place));
    return {
      pairs: places.length,
      accuracy: right / places.length,
      accuracyInterval: wilsonInterval(right, places.length),
      margin: values.reduce((sum, value) => sum + value, 0) / places.length,
      interval: bootstrapMean(values, own, scoreCriteria),
    };
  };
  const cells = conditionsOf(task);
  return {
    conditions: task.by.length === 0 ? [] : cells.map(({ by, places }) => ({ by, ...scored(places) })),
    all: scored([...task.pairs.keys()]),
  };
}

/** Each set of values that there is, in the order in which they come, with its pairs' places. */
export function conditionsOf({
  pairs,
  by,
}: Pick<ScoreTask, 'pairs' | 'by'>): { by: Record<string, string>; places: number[] }[] {
  const groups = Map.groupBy(pairs.keys(), (place) => JSON.stringify(by.map((name) => pairs[place]?.values[name])));
  return [...groups.values()].map((places) => ({
    by: Object.fromEntries(by.map((name) => [name, pairs[places[0] ?? 0]?.values[name] ?? ''])),
    places,
  }));
}

/** [pairs] The number of what each is drawn with: those of one value of the column, or those that are twins of one another. */
export function clustersOf({ pairs, cluster }: Pick<ScoreTask, 'pairs' | 'cluster'>): Int32Array {
  if (cluster !== undefined) {
    const numbers = new Map<string, number>();
    return Int32Array.from(pairs, ({ values }) => {
      const value = values[cluster] ?? '';
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      return number;
    });
  }
  const first = Int32Array.from(pairs, (_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (at(first, root) !== root) root = at(first, root);
    return root;
  };
  pairs.forEach(({ twin }, place) => {
    if (twin !== null) first[rootOf(place)] = rootOf(twin);
  });
  return first.map((_, place) => rootOf(place));
}
