/** The folders of an experiment, and whether they can be used. Looks at the disk; leaves nothing on it. */
import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InputError, RunError } from '../core/errors.ts';
import type { LoadedManifest } from '../manifest/load.ts';

export interface Paths {
  cwd: string;
  /** Parent of all runs. */
  runs: string;
  /** `runs/<experiment>`. */
  run: string;
  /** `public/results/<experiment>`, replaced as a whole. */
  result: string;
}

export function pathsOf({ manifest, id }: Pick<LoadedManifest, 'manifest' | 'id'>, cwd: string): Paths {
  const runs = resolve(cwd, manifest.runs);
  return { cwd, runs, run: join(runs, id), result: join(resolve(cwd, manifest.results), id) };
}

/**
 * Asked before anything is trained: an hour of training must not end at a folder that cannot be written.
 * @throws InputError when publishing the result would remove the run; RunError when a folder cannot be written.
 */
export async function checkFolders({ cwd, runs, run, result }: Paths): Promise<void> {
  const shown = (path: string) => {
    const fromHere = relative(cwd, path) || '.';
    return fromHere.startsWith('..') ? path : fromHere;
  };
  if (`${run}${sep}`.startsWith(`${result}${sep}`)) {
    throw new InputError('folders-overlap', {
      what: `With these settings of runs and results, the trained model would lie in ${shown(run)} and the result in ${shown(result)}`,
    });
  }
  await checkWritable('runs', runs, shown);
  await checkWritable('results', dirname(result), shown);
}

const reasons: Readonly<Record<string, string>> = {
  ENOTDIR: 'A part of this path is a file',
  EACCES: 'Its permissions do not allow it',
  EPERM: 'The system does not permit it',
  EROFS: 'The disk may only be read',
  ENOSPC: 'The disk is full',
  ENAMETOOLONG: 'The name is too long',
};

/**
 * @param key with which another folder is named.
 * @throws RunError when the folder, or the nearest above it that is there, cannot be written.
 */
export async function checkWritable(key: string, path: string, shown: (path: string) => string): Promise<void> {
  try {
    // Permissions alone do not tell: a disk may be full, read-only, or no disk at all.
    await rmdir(await mkdtemp(join(await nearestExisting(path), '.rnn-atlas-')));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new RunError('folder-not-writable', {
      what: `The folder ${shown(path)} cannot be written`,
      why: reasons[code] ?? message,
      fix: `Choose another with ${key}=`,
    });
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    return nearestExisting(parent);
  }
}
