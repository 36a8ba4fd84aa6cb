/** How long a sweep still takes. Pure. */
import { keptOf } from './halving.ts';

export interface Planned {
  trials: number;
  /** Epochs at which trials are looked at, those of the end included; null: each trial is trained in one piece. */
  halving: { epochs: readonly number[]; keep: number } | null;
}

/**
 * By the epochs trained so far: the first rungs of a halving are short, so their steps tell little of those to come.
 * @param ended trials that are through with each rung, in all.
 * @param here those of them that ended since the command began, which took so many `seconds`.
 * @returns seconds; null before the first has ended.
 */
export function secondsLeft(
  planned: Planned,
  ended: readonly number[],
  here: readonly number[],
  seconds: number,
): number | null {
  const { epochs } = planned.halving ?? { epochs: [1] };
  let entering = planned.trials;
  let left = 0;
  let done = 0;
  for (const [rung, until] of epochs.entries()) {
    const length = until - (epochs[rung - 1] ?? 0);
    left += length * Math.max(0, entering - (ended[rung] ?? 0));
    done += length * (here[rung] ?? 0);
    entering = keptOf(entering, planned.halving?.keep ?? 1);
  }
  return done === 0 ? null : (seconds / done) * left;
}
