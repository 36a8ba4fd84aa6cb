/** Counts how often each thing happened, and judges the rates. Pure. */

import { exactInterval } from '../../runner/analysis/stats/distributions.ts';
import type { Rate } from '../../runner/experiment/results/calibration-schema.ts';

export interface Count {
  times: number;
  of: number;
}

/** What happened in one experiment, by measure, once or so many times; null: it could not be tested. */
export type ExperimentOutcome = Readonly<Record<string, boolean | Count | null>>;

/** By measure. */
export type Tally = Record<string, Count>;

/** Rates from fewer experiments are too rough to lie in a band by themselves. */
export const fewestForRates = 1000;

export function count(tally: Tally, outcome: ExperimentOutcome): void {
  for (const [measure, happened] of Object.entries(outcome)) {
    tally[measure] ??= { times: 0, of: 0 };
    const added =
      typeof happened === 'boolean' ? { times: Number(happened), of: 1 } : (happened ?? { times: 0, of: 0 });
    tally[measure].times += added.times;
    tally[measure].of += added.of;
  }
}

export function join(tallies: readonly Tally[]): Tally {
  const joined: Tally = {};
  for (const tally of tallies) {
    for (const [measure, { times, of }] of Object.entries(tally)) {
      const before = joined[measure] ?? { times: 0, of: 0 };
      joined[measure] = { times: before.times + times, of: before.of + of };
    }
  }
  return joined;
}

/**
 * A rate with its exact 95% interval. It passes when it lies in the wanted band; from fewer than a thousand
 * experiments, when its interval touches the band.
 */
export function rateOf({ times, of }: Count, wanted: Rate['wanted']): Rate {
  const { rate, interval } = share(times, of);
  const [low, high] = of < fewestForRates ? interval : [rate, rate];
  return { rate, interval, experiments: of, wanted, passed: high >= wanted[0] && low <= wanted[1] };
}

/** The rate of a test that is broken on purpose: it is found out when the whole interval is outside the band. */
export function mutantRate({ times, of }: Count, wanted: Rate['wanted']): Rate {
  const { rate, interval } = share(times, of);
  return { rate, interval, experiments: of, wanted, passed: interval[1] < wanted[0] || interval[0] > wanted[1] };
}

const share = (times: number, of: number) => ({ rate: times / of, interval: exactInterval(times, of) });
