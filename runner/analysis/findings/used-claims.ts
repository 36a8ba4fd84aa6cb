/** The walk that all share who ask something more of the claims that the network uses. Pure. */
import type { Bench } from './bench.ts';
import type { choice } from './choice.ts';
import type { FoundBy } from './finding.ts';
import { flipPlacesOf } from './flips.ts';
import type { lagProfile } from './lags.ts';
import type { FlippedState } from './patching.ts';
import type { Listener } from './readings.ts';
import type { used } from './rungs/used.ts';

/** The findings that say which claims these are, and where their states are flipped. */
export type UsedClaims = FoundBy<typeof choice | typeof lagProfile | typeof used>;

/**
 * Asks of one claim after the other.
 * @param ask hears which claim it is, by its index among all, and tells the share that is done.
 * @returns [claims] null of those that are not used.
 */
export async function ofUsed<Told>(
  { bench, found, onProgress }: { bench: Bench; found: UsedClaims; onProgress?: Listener },
  ask: (flipped: FlippedState, index: number, onProgress: Listener) => Promise<Told | null>,
): Promise<(Told | null)[]> {
  const isUsed = (index: number): boolean => found.used[index]?.status === 'passed';
  const able = found.choice.claims.filter((_, index) => isUsed(index)).length;
  const told: (Told | null)[] = [];
  let done = 0;
  for (const [index, claim] of found.choice.claims.entries()) {
    const where = isUsed(index) ? flipPlacesOf(bench, found.lagProfile, claim, index) : null;
    if (where === null) {
      told.push(null);
      continue;
    }
    told.push(await ask({ claim, where }, index, (share) => onProgress?.((done + share) / able)));
    done++;
  }
  return told;
}
