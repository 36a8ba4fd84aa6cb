/**
 * Gathers findings one after the other: each is computed from those that it names, or taken from where it was kept, so that
 * the work can be interrupted, goes on where it stopped, and is not done again while nothing that it depends on has changed.
 */
import { join } from 'node:path';
import type { Bench } from '../../analysis/findings/bench.ts';
import type { Finding, ReadingName } from '../../analysis/findings/finding.ts';
import type { FoundSoFar } from '../../analysis/findings/findings.ts';
import type { Readings } from '../../analysis/findings/readings.ts';
import type { Sweep } from '../../analysis/stats/max-t.ts';
import { keyOf, memo } from '../../core/store.ts';

/** What findings depend on beside what they declare. */
export interface Grounds {
  /** The model, the text, the features and the settings of the evidence, as one key. */
  base: string;
  /** What each reading depends on beyond those. */
  readings: Readonly<Record<ReadingName, readonly unknown[]>>;
}

export interface Gathering {
  bench: Bench;
  readings: Readings;
  grounds: Grounds;
  /** Where findings are kept, one file each. */
  folder: string;
  sweep?: Sweep;
  /** Before a finding is looked for; may throw to stop. */
  onBegin?(finding: Finding): void;
  /** Hears the share of a finding that is done; may throw to stop. */
  onProgress?(finding: Finding, share: number): void;
  /** After it is found. */
  onFound?(finding: Finding, found: FoundSoFar): Promise<void> | void;
}

export async function gather(list: readonly Finding[], gathering: Gathering): Promise<FoundSoFar> {
  const { bench, readings, grounds, folder, sweep } = gathering;
  const found: Record<string, unknown> = {};
  for (const finding of list) {
    gathering.onBegin?.(finding);
    const { name, schema } = finding;
    const place = { path: join(folder, `${name}.json`), key: findingKey(grounds, finding, found), schema };
    found[name] = await memo(place, () =>
      finding.compute({
        bench,
        readings,
        found,
        ...(sweep && { sweep }),
        onProgress: (share) => gathering.onProgress?.(finding, share),
      }),
    );
    await gathering.onFound?.(finding, found);
  }
  return found;
}

/** The key of what a finding finds: its criteria, what it reads, and what was found of that. */
export const findingKey = (
  { base, readings }: Grounds,
  { name, criteria, bounds = [], inputs, optional = [], reads }: Finding,
  found: Readonly<Record<string, unknown>>,
): string =>
  keyOf(
    ...[base, name, criteria, bounds],
    ...[...inputs, ...optional].map((input) => [input.name, found[input.name]]),
    ...reads.flatMap((reading) => [reading, ...readings[reading]]),
  );
