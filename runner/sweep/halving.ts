/**
 * Successive halving: which trials go on from a rung, and which stop there. Pure.
 *
 * A trial goes on as soon as its place among the best of its rung is certain, whatever the others will do, and stops as
 * soon as it is certain that it has none. So workers need not wait for a whole rung, as in ASHA (Li et al. 2020), but the
 * outcome depends on losses alone: not on which trial ended first, not on how many run at a time, not on interruptions.
 */

/** What is known of a trial: its loss at the end of each rung that it reached. */
export interface TrialLosses {
  id: string;
  /** Losses by rung, from 0; a trial that failed has none at the rung where it did, nor at later ones. */
  losses: readonly number[];
  failed: boolean;
}

export type Decision =
  /** It is to be trained to the end of this rung. */
  | { to: number }
  /** Its rung is not decided yet. */
  | 'waits'
  | 'stopped'
  /** It reached the last rung. */
  | 'done'
  | 'failed';

/** How many go on from a rung that so many enter. */
const keptOf = (entering: number, keep: number): number => Math.max(1, Math.floor(entering * keep + 1e-9));

/**
 * What is to become of each trial, in their order.
 * @param rungs how many there are, the last included.
 */
export function decide(
  trials: readonly TrialLosses[],
  { rungs, keep }: { rungs: number; keep: number },
): Map<string, Decision> {
  const decisions = new Map<string, Decision>();
  let entered = trials.map((_, index) => index);
  let entering = trials.length;
  for (let rung = 0; rung < rungs; rung++) {
    const last = rung === rungs - 1;
    const kept = last ? entering : keptOf(entering, keep);
    const next: number[] = [];
    const ranked = rankedAt(trials, entered, rung);
    // Those that may still enter could be better than any that has.
    const unknown = entering - ranked.length;
    for (const index of entered) {
      const trial = trials[index];
      if (trial === undefined) continue;
      const place = ranked.indexOf(index);
      if (place < 0) decisions.set(trial.id, { to: rung });
      else if (trial.losses[rung] === undefined) decisions.set(trial.id, 'failed');
      else if (last) decisions.set(trial.id, 'done');
      else if (place >= kept) decisions.set(trial.id, 'stopped');
      else decisions.set(trial.id, place + unknown < kept ? { to: rung + 1 } : 'waits');
      // One that failed takes the place that it would have had, so that the others' places do not move.
      if (place >= 0 && place + unknown < kept) next.push(index);
    }
    entered = next;
    entering = kept;
  }
  return decisions;
}

/** The trials that are through with a rung, the best first, those that failed last; of equal ones the earlier. */
function rankedAt(trials: readonly TrialLosses[], entered: readonly number[], rung: number): number[] {
  const through = entered.filter((index) => {
    const trial = trials[index];
    return trial !== undefined && (trial.failed || trial.losses[rung] !== undefined);
  });
  const loss = (index: number) => trials[index]?.losses[rung] ?? Number.POSITIVE_INFINITY;
  return through.sort((a, b) => (loss(a) === loss(b) ? a - b : loss(a) - loss(b)));
}
