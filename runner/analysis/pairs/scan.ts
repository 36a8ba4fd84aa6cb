/**
 * Which neurons carry a preference, when nobody has named any: each is held at its mean. Those that cost most on one half of
 * what is drawn together are measured on the other. Asks for readings. Source: Lakretz et al. 2019; Holm 1979.
 */
import { at, item } from '../../core/at.ts';
import { holm } from '../stats/holm.ts';
import { jackknifeTest, mean } from '../stats/summary.ts';
import type { PairScan } from './pairs-schema.ts';
import { clustersOf } from './score.ts';
import { marginsWith, type SetTask, stagesOf } from './set-task.ts';

export const scanCriteria = {
  /** Neurons that are measured on the other half. */
  chosen: 8,
  level: 0.05,
  /** What is lost, as a share of the margin: less is no carrier, however sure it is. */
  least: 0.05,
  /** Twin couples, or texts, of each half. */
  clusters: 10,
} as const;

/**
 * @param margins [pairs] As the network reads them.
 * @param means [units]
 * @returns null where there are too few pairs to choose on one half and confirm on the other.
 */
export async function scanOf(
  task: SetTask,
  { margins, means }: { margins: ArrayLike<number>; means: ArrayLike<number> },
): Promise<PairScan | null> {
  const { component, layer, units, sequences } = task;
  const { choosing, confirming } = halvesOf(task);
  if (Math.min(choosing.length, confirming.length) < scanCriteria.clusters) return null;
  const isAbove = isPreferred(margins, confirming);
  /** [clusters] What holding a neuron costs in each, on the mean. */
  const costs = (held: Float64Array, clusters: readonly (readonly number[])[]) =>
    clusters.map((cluster) => mean(cluster.map((pair) => at(margins, pair) - at(held, pair))));
  const holdOf = (neuron: number) => [{ component, layer, neuron, value: means[neuron] ?? Number.NaN }];
  const of = (clusters: readonly (readonly number[])[]) => {
    const members = new Set(clusters.flat());
    return sequences.filter(({ pair }) => members.has(pair));
  };
  const [trying, measuring] = stagesOf(task, [units, scanCriteria.chosen]);
  const first = await marginsWith(
    { ...trying, sequences: of(choosing) },
    Array.from({ length: units }, (_, neuron) => holdOf(neuron)),
  );
  const chosen = first
    .map((held, neuron) => ({ neuron, cost: mean(costs(held, choosing)) }))
    .sort((a, b) => b.cost - a.cost || a.neuron - b.neuron)
    .slice(0, scanCriteria.chosen)
    .filter(({ cost }) => cost > 0)
    .map(({ neuron }) => neuron);
  const second = await marginsWith({ ...measuring, sequences: of(confirming) }, chosen.map(holdOf));
  const tests = second.map((held) => testOf(costs(held, confirming)));
  const adjusted = holm(tests.map(({ p }) => p));
  const confirmed = confirming.flat();
  const intact = mean(confirmed.map((pair) => at(margins, pair)));
  const rightOf = (own: ArrayLike<number>) => mean(confirmed.map((pair) => Number(at(own, pair) > 0)));
  return {
    ...{ component, layer, tried: units, isAbove },
    pairs: { choosing: choosing.flat().length, confirming: confirmed.length },
    accuracy: rightOf(margins),
    chosen: chosen.map((neuron, place) => {
      const { value: cost, interval } = item(tests, place);
      const p = at(adjusted, place);
      return {
        ...{ neuron, cost, interval, p },
        accuracy: rightOf(item(second, place)),
        passed: isAbove && p < scanCriteria.level && cost >= scanCriteria.least * intact,
      };
    }),
  };
}

/** Pairs by what they are drawn with, one half each: first those with an even number among them, then the others. */
export function halvesOf(task: SetTask): { choosing: number[][]; confirming: number[][] } {
  const clusters = clustersOf(task);
  const all = [...Map.groupBy(task.pairs.keys(), (pair) => at(clusters, pair)).values()];
  return {
    choosing: all.filter((_, place) => place % 2 === 0),
    confirming: all.filter((_, place) => place % 2 === 1),
  };
}

export const leftOut = (values: readonly number[]): number[] => {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => (sum - value) / (values.length - 1));
};
const testOf = (values: readonly number[]) => jackknifeTest(mean(values), leftOut(values));

/** Whether the right side is the likelier one more often than not. @param margins [pairs] */
export const isPreferred = (margins: ArrayLike<number>, clusters: readonly (readonly number[])[]): boolean =>
  testOf(clusters.map((cluster) => mean(cluster.map((pair) => Number(at(margins, pair) > 0))) - 0.5)).p <
  scanCriteria.level;
