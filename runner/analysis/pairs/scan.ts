/**
 * Which neurons carry a preference, when nobody has named any. `scan` holds each at its mean; `cause` takes the values of each from the
 * twin's reading, whoever tells the feature best. Those that cost most on one half of what is drawn together are tested on the other. Asks
 * for readings. Source: Lakretz et al. 2019 (number units found by what they cause); Geiger et al. 2021 (interchange interventions);
 * Holm 1979.
 */
import { at, item } from '../../core/at.ts';
import { holm } from '../stats/holm.ts';
import { jackknifeTest, mean } from '../stats/summary.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import { exchangesOf, marginsWith, type SetTask, takenFromTwin, turnedAmong, valuesOf } from './asking.ts';
import type { Cause, PairScan } from './pairs-schema.ts';
import { profiledNeurons } from './profiles.ts';
import { clustersOf } from './score.ts';

export const scanCriteria = {
  /** Neurons that are measured on the other half. */
  chosen: 8,
  level: 0.05,
  /** What is lost, as a share of the margin: less is no carrier, however sure it is. */
  least: 0.05,
  /** Twin couples, or texts, of each half. */
  clusters: 10,
} as const;

export const causeCriteria = {
  /** Neurons that are tried where not all are: those that the conditions part furthest at the last token of the texts. */
  tried: 32,
} as const;

type Clusters = readonly (readonly number[])[];

/** Pairs by what they are drawn with, one half each: first those with an even number among them, then the others. */
export function halvesOf(task: SetTask): [choosing: number[][], confirming: number[][]] {
  const clusters = clustersOf(task);
  const all = [...Map.groupBy(task.pairs.keys(), (pair) => at(clusters, pair)).values()];
  return [all.filter((_, place) => place % 2 === 0), all.filter((_, place) => place % 2 === 1)];
}

/** [clusters] What holding or exchanging costs in each, nats of the margin, on the mean. */
const costs = (intact: ArrayLike<number>, changed: ArrayLike<number>, clusters: Clusters): number[] =>
  clusters.map((cluster) => mean(cluster.map((pair) => at(intact, pair) - at(changed, pair))));

function testOf(values: readonly number[]) {
  const sum = values.reduce((total, value) => total + value, 0);
  return jackknifeTest(
    mean(values),
    values.map((value) => (sum - value) / (values.length - 1)),
  );
}

/** Whether the right side is the likelier one more often than not. @param margins [pairs] */
const isPreferred = (margins: ArrayLike<number>, clusters: Clusters): boolean =>
  testOf(clusters.map((cluster) => mean(cluster.map((pair) => Number(at(margins, pair) > 0))) - 0.5)).p <
  scanCriteria.level;

/**
 * @param margins [pairs] As the network reads them.
 * @param held [units] each [pairs]: with the neuron held at its mean.
 * @returns null where there are too few pairs to choose on one half and confirm on the other.
 */
export function scanOf(task: SetTask, margins: ArrayLike<number>, held: readonly Float64Array[]): PairScan | null {
  const { component, layer, units } = task;
  const [choosing, confirming] = halvesOf(task);
  if (Math.min(choosing.length, confirming.length) < scanCriteria.clusters) return null;
  const isAbove = isPreferred(margins, confirming);
  const confirmed = confirming.flat();
  const chosen = held
    .map((own, neuron) => ({ neuron, cost: mean(costs(margins, own, choosing)) }))
    .sort((a, b) => b.cost - a.cost || a.neuron - b.neuron)
    .slice(0, scanCriteria.chosen)
    .filter(({ cost }) => cost > 0)
    .map(({ neuron }) => neuron);
  const tests = chosen.map((neuron) => testOf(costs(margins, item(held, neuron), confirming)));
  const adjusted = holm(tests.map(({ p }) => p));
  const intact = mean(confirmed.map((pair) => at(margins, pair)));
  const rightOf = (own: ArrayLike<number>) => mean(confirmed.map((pair) => Number(at(own, pair) > 0)));
  return {
    component,
    layer,
    tried: units,
    isAbove,
    pairs: { choosing: choosing.flat().length, confirming: confirmed.length },
    accuracy: rightOf(margins),
    chosen: chosen.map((neuron, place) => {
      const { value: cost, interval } = item(tests, place);
      const p = at(adjusted, place);
      return {
        neuron,
        cost,
        interval,
        p,
        accuracy: rightOf(item(held, neuron)),
        passed: isAbove && p < scanCriteria.level && cost >= scanCriteria.least * intact,
      };
    }),
  };
}

/**
 * @param triesAll whether every neuron is tried, or those that the conditions part furthest.
 * @returns null where too few pairs have a twin to choose on one half and confirm on the other, or nothing is lost by any exchange.
 */
export async function causeOf(task: SetTask, triesAll: boolean): Promise<Omit<Cause, 'set'> | null> {
  const { component, layer, units, pairs } = task;
  const exchanges = exchangesOf(pairs);
  const [choosing = [], confirming = []] = halvesOf(task).map((clusters) =>
    clusters.map((cluster) => cluster.filter((pair) => exchanges[pair] !== null)).filter(({ length }) => length > 0),
  );
  if (Math.min(choosing.length, confirming.length) < scanCriteria.clusters) return null;
  const tried = triesAll
    ? Array.from({ length: units }, (_, neuron) => neuron)
    : await profiledNeurons(task, [], causeCriteria.tried);
  const values = await valuesOf(task, tried);
  const read = (clusters: Clusters, neurons: readonly number[]) => {
    const holds = neurons.map((neuron) => [{ neuron, value: takenFromTwin(values, neuron, exchanges) }]);
    return marginsWith(task, [[], ...holds], new Set(clusters.flat()));
  };
  const [before = new Float64Array(), ...each] = await read(choosing, tried);
  const lost = each.map((exchanged) => mean(costs(before, exchanged, choosing)));
  const most = Math.max(...lost);
  if (!(most > 0)) return null;
  const neuron = item(tried, lost.indexOf(most));
  const [intact = new Float64Array(), exchanged = new Float64Array()] = await read(confirming, [neuron]);
  const { value, interval, p } = testOf(costs(intact, exchanged, confirming));
  const asked = confirming.flat();
  const turned = turnedAmong(asked, intact, exchanged);
  return {
    component,
    layer,
    neuron,
    tried: tried.length,
    pairs: asked.length,
    turned,
    turnedInterval: wilsonInterval(turned, asked.length),
    cost: value,
    interval,
    p,
    passed:
      isPreferred(intact, confirming) &&
      p < scanCriteria.level &&
      value >= scanCriteria.least * mean(asked.map((pair) => at(intact, pair))),
  };
}
