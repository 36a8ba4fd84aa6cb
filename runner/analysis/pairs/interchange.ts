/**
 * How often a preference turns when neurons' values are taken from the twin's reading, from a place of the text to its end:
 * an interchange intervention. Asks for readings. Source: Geiger et al. 2021; Vig et al. 2020.
 */
import { at, float32At, item } from '../../core/at.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import type { PairInterchange } from './pairs-schema.ts';
import type { PairHold } from './readings.ts';
import { conditionsOf } from './score.ts';
import type { Sequence } from './sequences.ts';
import { marginsWith, type NeuronGroup, type SetTask } from './set-task.ts';
import { type Exchange, exchangesOf } from './twins.ts';
import type { NeuronValues } from './values.ts';

/** Of the margins of larger sets no list is kept. */
export const mostMargins = 2000;

/**
 * What a neuron is held at: its own value before the place, the twin's from there on.
 * @param exchanges [pairs] Of a pair without one nothing is asked.
 */
export const takenFromTwin =
  (
    values: NeuronValues,
    neuron: number,
    exchanges: readonly (Exchange | null)[],
  ): ((text: Sequence, position: number) => number) =>
  ({ pair }, position) => {
    const exchange = exchanges[pair];
    if (!exchange) return Number.NaN;
    const { twin, start, twinStart } = exchange;
    return position < start
      ? float32At(values.of(neuron, pair), position)
      : float32At(values.of(neuron, twin), position - start + twinStart);
  };

/** @param margins [pairs] As the network reads them. @returns none where no pair can take anything. */
export async function interchangesOf(
  task: SetTask,
  looked: readonly NeuronGroup[],
  { margins, values }: { margins: ArrayLike<number>; values: NeuronValues },
): Promise<PairInterchange[]> {
  const { component, layer, pairs, sequences } = task;
  const exchanges = exchangesOf(pairs);
  const taking = sequences.filter(({ pair }) => exchanges[pair] !== null);
  if (taking.length === 0) return [];
  const holdOf = (neurons: readonly number[]): PairHold =>
    neurons.map((neuron) => ({ component, layer, neuron, value: takenFromTwin(values, neuron, exchanges) }));
  const all = looked.flatMap(({ neurons, alike }) => [neurons, ...alike]);
  const exchanged = await marginsWith({ ...task, sequences: taking }, all.map(holdOf));
  const places = [...pairs.keys()].filter((pair) => exchanges[pair] !== null);
  const turns = (own: Float64Array, among: readonly number[]) => ({
    pairs: among.length,
    turned: among.filter((pair) => at(own, pair) > 0 !== at(margins, pair) > 0).length,
    margin: among.reduce((sum, pair) => sum + at(own, pair), 0) / among.length,
  });
  let next = 0;
  return looked.map(({ neurons, why, alike }) => {
    const own = item(exchanged, next);
    const others = exchanged.slice(next + 1, next + 1 + alike.length);
    next += 1 + alike.length;
    const whole = turns(own, places);
    return {
      ...{ component, layer, neurons: [...neurons], why },
      ...whole,
      turnedInterval: wilsonInterval(whole.turned, whole.pairs),
      conditions: conditionsOf(task)
        .map(({ by, places: ofCondition }) => ({ by, among: ofCondition.filter((pair) => exchanges[pair] !== null) }))
        .filter(({ among }) => among.length > 0 && task.by.length > 0)
        .map(({ by, among }) => ({ by, ...turns(own, among) })),
      alike:
        others.length === 0
          ? null
          : { draws: others.length, most: Math.max(...others.map((each) => turns(each, places).turned)) },
      ...(pairs.length <= mostMargins && {
        margins: Array.from(pairs, (_, pair) => (exchanges[pair] === null ? null : at(own, pair))),
      }),
    };
  });
}
