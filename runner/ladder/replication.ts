/**
 * E5, replication: how many seeds grow a neuron of which the same can be claimed. Pure.
 * Source: Clopper & Pearson 1934 for the share's interval.
 */
import type { Claim, Replication, Rungs } from '../results/evidence-schema-1.ts';
import { exactInterval } from '../stats/distributions.ts';

/** Fewer seeds say too little of the share of seeds. */
export const fewestSeeds = 5;
const shareNeeded = 0.6;

/** The rungs that a neuron of another seed must climb as well. */
const climbed = ['E1', 'E2', 'E3', 'E4'] as const;

export const climbsToSpecificity = ({ rungs }: Pick<Claim, 'rungs'>): boolean =>
  climbed.every((name) => rungs[name].status === 'passed');

/**
 * @param own whether the claim itself, of the first seed, passes E1 to E4.
 * @param matches the other seeds.
 */
export function replicationRung(own: boolean, matches: Replication['matches']): Rungs['E5'] {
  const seeds = matches.length + 1;
  const replicated = matches.filter(({ passed }) => passed).length + (own ? 1 : 0);
  const share = replicated / seeds;
  const measured = { seeds, replicated, share, interval: exactInterval(replicated, seeds), matches };
  if (seeds < fewestSeeds) {
    return {
      status: 'not testable',
      reason: `${seeds} seeds were trained, and the share needs ${fewestSeeds}`,
      measured,
    };
  }
  if (share >= shareNeeded) return { status: 'passed', reason: null, measured };
  return {
    status: 'failed',
    reason: `only ${replicated} of ${seeds} seeds grow a neuron that passes E1 to E4`,
    measured,
  };
}
