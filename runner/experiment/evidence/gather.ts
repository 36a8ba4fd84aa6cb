/**
 * Gathers findings one after the other: each is computed from those that it names, or taken from where it was kept, so that
 * the work can be interrupted, goes on where it stopped, and is not done again while nothing that it depends on has changed.
 */
import type { Bench } from '../../analysis/findings/bench.ts';
import type { Finding } from '../../analysis/findings/finding.ts';
import type { FoundSoFar } from '../../analysis/findings/findings.ts';
import type { Readings } from '../../analysis/findings/readings.ts';
import type { Sweep } from '../../analysis/stats/max-t.ts';
import { type FindingCache, findingKey, type Grounds } from './finding-cache.ts';

export interface Gathering {
  bench: Bench;
  readings: Readings;
  grounds: Grounds;
  cache: FindingCache;
  sweep?: Sweep;
  /** Before a finding is looked for; may throw to stop. */
  onBegin?(finding: Finding): void;
  /** Hears the share of a finding that is done; may throw to stop. */
  onProgress?(finding: Finding, share: number): void;
  /** After it is found. */
  onFound?(finding: Finding, found: FoundSoFar): Promise<void> | void;
}

export async function gather(list: readonly Finding[], gathering: Gathering): Promise<FoundSoFar> {
  const { bench, readings, grounds, cache, sweep } = gathering;
  const found: Record<string, unknown> = {};
  for (const finding of list) {
    gathering.onBegin?.(finding);
    const key = findingKey(grounds, finding, found);
    const kept = await cache.read(finding, key);
    if (kept === undefined) {
      const computed = await finding.compute({
        bench,
        readings,
        found,
        ...(sweep && { sweep }),
        onProgress: (share) => gathering.onProgress?.(finding, share),
      });
      await cache.write(finding, key, computed);
      // As it is read back, in the schema's order: what hangs on it has the same key the next time.
      found[finding.name] = finding.schema.parse(computed);
    } else found[finding.name] = kept;
    await gathering.onFound?.(finding, found);
  }
  return found;
}
