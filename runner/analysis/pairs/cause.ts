/**
 * Which neuron a preference hangs on most, whoever tells the feature best: the values of each are taken from the twin's reading.
 * The one that costs most on one half of what is drawn together is tested on the other. Asks for readings.
 * Source: Geiger et al. 2021 (interchange interventions); Lakretz et al. 2019 (number units found by what they cause).
 */
import { at, item } from '../../core/at.ts';
import { jackknifeTest, mean } from '../stats/summary.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import { takenFromTwin } from './interchange.ts';
import type { Cause } from './pairs-schema.ts';
import { profiledNeurons } from './profiles.ts';
import { halvesOf, isPreferred, leftOut, scanCriteria } from './scan.ts';
import { marginsWith, type SetTask } from './set-task.ts';
import { exchangesOf } from './twins.ts';
import { valuesOf } from './values.ts';

export const causeCriteria = {
  /** Neurons that are tried where not all are: those that the conditions part furthest at the last token of the texts. */
  tried: 32,
} as const;

/**
 * @param task of it `array` such as `cell.1`; `scan` tries every neuron.
 * @returns null where too few pairs have a twin to choose on one half and confirm on the other, or nothing is lost by any exchange.
 */
export async function causeOf(task: SetTask & { array: string; scan: boolean }): Promise<Omit<Cause, 'set'> | null> {
  const { component, layer, units, pairs, array, readings } = task;
  const exchanges = exchangesOf(pairs);
  const [choosing = [], confirming = []] = Object.values(halvesOf(task)).map((clusters) =>
    clusters.map((cluster) => cluster.filter((pair) => exchanges[pair] !== null)).filter(({ length }) => length > 0),
  );
  if (Math.min(choosing.length, confirming.length) < scanCriteria.clusters) return null;
  const tried = task.scan
    ? Array.from({ length: units }, (_, neuron) => neuron)
    : await profiledNeurons(task, [], { array, most: causeCriteria.tried });
  const values = await valuesOf(pairs, { readings, array, units, kept: tried });
  const read = (clusters: readonly (readonly number[])[], neurons: readonly number[]) => {
    const own = new Set(clusters.flat());
    const holds = neurons.map((neuron) => [
      { component, layer, neuron, value: takenFromTwin(values, neuron, exchanges) },
    ]);
    return marginsWith({ ...task, sequences: task.sequences.filter(({ pair }) => own.has(pair)) }, [[], ...holds]);
  };
  /** [clusters] What the exchange costs in each, nats of the margin, on the mean. */
  const costs = (intact: Float64Array, exchanged: Float64Array, clusters: readonly (readonly number[])[]) =>
    clusters.map((cluster) => mean(cluster.map((pair) => at(intact, pair) - at(exchanged, pair))));
  const [before = new Float64Array(), ...each] = await read(choosing, tried);
  const lost = each.map((exchanged) => mean(costs(before, exchanged, choosing)));
  const most = Math.max(...lost);
  if (!(most > 0)) return null;
  const neuron = item(tried, lost.indexOf(most));
  const [intact = new Float64Array(), exchanged = new Float64Array()] = await read(confirming, [neuron]);
  const cost = costs(intact, exchanged, confirming);
  const { value, interval, p } = jackknifeTest(mean(cost), leftOut(cost));
  const asked = confirming.flat();
  const turned = asked.filter((pair) => at(intact, pair) > 0 !== at(exchanged, pair) > 0).length;
  return {
    ...{ component, layer, neuron, tried: tried.length, pairs: asked.length, turned },
    turnedInterval: wilsonInterval(turned, asked.length),
    ...{ cost: value, interval, p },
    passed:
      isPreferred(intact, confirming) &&
      p < scanCriteria.level &&
      value >= scanCriteria.least * mean(asked.map((pair) => at(intact, pair))),
  };
}
