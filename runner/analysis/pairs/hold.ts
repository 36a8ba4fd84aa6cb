/** What neurons are worth to a preference: scores with them held, beside neurons alike that are held as well. Asks for readings. */
import { item } from '../../core/at.ts';
import type { HeldScore } from './pairs-schema.ts';
import type { PairHold } from './readings.ts';
import { scoresOf } from './score.ts';
import { marginsWith, type NeuronGroup, type SetTask } from './set-task.ts';

/** At which value. */
export type HeldAt = 'mean' | number;

/** The neurons, and the value at which they are held. */
export interface HoldRequest {
  neurons: NeuronGroup;
  at: HeldAt;
}

/** Too few neurons that are alike say nothing of what is usual. */
const leastAlike = 5;

/** @param means [units]. */
export async function heldScores(
  task: SetTask,
  asked: readonly HoldRequest[],
  means: ArrayLike<number>,
): Promise<HeldScore[]> {
  const { component, layer } = task;
  const heldAt = (neuron: number, at: HeldAt): number => (at === 'mean' ? (means[neuron] ?? Number.NaN) : at);
  const holdOf = (neurons: readonly number[], at: HeldAt): PairHold =>
    neurons.map((neuron) => ({ component, layer, neuron, value: heldAt(neuron, at) }));
  // Neurons of several claims may be alike to the same: each hold is read once.
  const sets = new Map<string, { neurons: readonly number[]; at: HeldAt }>();
  const keyOf = (neurons: readonly number[], at: HeldAt) => JSON.stringify([[...neurons].sort((a, b) => a - b), at]);
  for (const {
    neurons: { neurons, alike },
    at,
  } of asked)
    for (const each of [neurons, ...alike]) sets.set(keyOf(each, at), { neurons: each, at });
  const margins = await marginsWith(
    task,
    [...sets.values()].map(({ neurons, at }) => holdOf(neurons, at)),
  );
  const byKey = new Map([...sets.keys()].map((key, place) => [key, item(margins, place)]));
  const scores = (neurons: readonly number[], at: HeldAt) =>
    scoresOf(task, byKey.get(keyOf(neurons, at)) ?? new Float64Array());
  return asked.map(({ neurons: { neurons, why, alike }, at }) => ({
    ...{ component, layer, neurons: [...neurons], why, at },
    values: neurons.map((neuron) => heldAt(neuron, at)),
    ...scores(neurons, at),
    alike: alike.length < leastAlike ? null : spanOf(alike.map((each) => scores(each, at))),
  }));
}

/** From the lowest to the highest. */
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
