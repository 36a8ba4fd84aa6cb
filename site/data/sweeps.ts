/** The published sweeps that the site shows, from the folders of the results that hold a sweep.json. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSweep, sweepFile } from '../../runner/results/sweep-file.ts';
import type { SweepResult } from '../../runner/results/sweep-schema.ts';
import { resultsDirectory } from './places.ts';
import { readAgain, shownResults } from './shown-results.ts';

/** By title. A broken file stops the build with its name and key. */
export async function sweeps(): Promise<SweepResult[]> {
  const directory = resultsDirectory();
  const own = (await shownResults(directory)).filter((name) => existsSync(join(directory, name, sweepFile)));
  // A folder that was copied or renamed has a page of its own.
  const all = await Promise.all(
    own.map(async (id) => ({
      ...(await readAgain(() => readSweep(join(directory, id)))),
      id,
    })),
  );
  return all.sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.id < b.id ? -1 : 1));
}
