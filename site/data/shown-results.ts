/** Which folders of the results the site shows, and how one is read that may be replaced at this moment. Node only. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { recoverFolders } from '../../runner/core/atomic-files.ts';
import { isShown, siteSettings } from '../../runner/experiment/results/site-settings.ts';
import { sweepFile } from '../../runner/experiment/results/sweep-schema.ts';
import { resultsDirectory } from './places.ts';

/** By name. A sweep goes with its base experiment, unless a later pattern fits its own name. */
export async function shownResults(directory = resultsDirectory()): Promise<string[]> {
  const { experiments } = siteSettings();
  await recoverFolders(directory);
  const names = existsSync(directory) ? await readdir(directory) : [];
  const shown = await Promise.all(
    names.map(async (name) => isShown(name, experiments, await baseOf(join(directory, name, sweepFile)))),
  );
  return names.filter((_, index) => shown[index]).sort();
}

/** The path of a sweep's base manifest; null where there is no sweep. One that cannot be read is told of by its reader. */
async function baseOf(file: string): Promise<string | null> {
  try {
    const path: unknown = JSON.parse(await readFile(file, 'utf8'))?.base?.path;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

/** What `read` gives, or what it gives `milliseconds` later when it fails: a result is replaced as a whole, by its name. */
export async function readAgain<Read>(read: () => Promise<Read>, milliseconds = 500): Promise<Read> {
  try {
    return await read();
  } catch {
    await wait(milliseconds);
    return read();
  }
}
