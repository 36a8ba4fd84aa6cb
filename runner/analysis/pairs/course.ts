/**
 * The time course of a neuron: its mean by condition and token, counted from the place where the texts of a condition begin to
 * differ, and back from the token that is asked for. Only places that all texts of a condition have. Pure.
 */
import { at, item } from '../../core/at.ts';
import { bootstrapMean } from '../stats/bootstrap.ts';
import type { PairCourse } from './pairs-schema.ts';
import { clustersOf, conditionsOf } from './score.ts';
import type { SetTask } from './set-task.ts';
import { startOf } from './twins.ts';
import type { NeuronValues } from './values.ts';

export const courseCriteria = {
  /** Tokens from the place on, and back from the token that is asked for. */
  places: 10,
  draws: 1000,
  seed: 0x636f7572,
} as const;

export function courseOf(task: SetTask, neuron: number, values: NeuronValues): PairCourse {
  const { pairs, component, layer } = task;
  const clusters = clustersOf(task);
  const lines = conditionsOf(task).map(({ by, places: members }) => {
    // Each place as a token of each text.
    const starts = members.map((pair) => startOf(pairs, pair) ?? 0);
    const ends = members.map((pair) => item(pairs, pair).text.length);
    const meanAt = (from: 'start' | 'end', offset: number) => {
      const own = members.map((pair, k) =>
        at(values.of(neuron, pair), item(from === 'start' ? starts : ends, k) + offset),
      );
      return {
        ...{ from, offset },
        mean: own.reduce((sum, value) => sum + value, 0) / own.length,
        interval: bootstrapMean(
          own,
          members.map((pair) => at(clusters, pair)),
          courseCriteria,
        ),
      };
    };
    const { first, middle, back } = placesOf(starts, ends);
    return {
      by,
      pairs: members.length,
      places: [
        ...offsets(first, middle).map((offset) => meanAt('start', offset)),
        // The right side's first token is the last; where that is none, the text's last is.
        ...offsets(back, members.every((pair) => item(pairs, pair).right.length > 0) ? 1 : 0).map((offset) =>
          meanAt('end', offset),
        ),
      ],
    };
  });
  return { component, layer, neurons: [neuron], lines };
}

/** All whole numbers from one to below another. */
const offsets = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/**
 * @returns the first offset from the start, the one behind the last, and the first one back from the end; texts of one length
 *   have each of their tokens once.
 */
function placesOf(starts: readonly number[], ends: readonly number[]) {
  const lengths = ends.map((end, k) => end - item(starts, k));
  const shortest = Math.min(...lengths);
  const isOne = Math.max(...lengths) === shortest;
  const { places } = courseCriteria;
  const first = -Math.min(places, ...starts);
  if (isOne && shortest <= places) return { first, middle: shortest, back: 0 };
  const middle = Math.min(places, Math.ceil(shortest / 2));
  return { first, middle, back: Math.max(-places, middle - shortest) };
}
