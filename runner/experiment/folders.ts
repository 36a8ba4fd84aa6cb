/** The folders of an experiment, whether they can be used, and setting a run aside. */
import { mkdir, mkdtemp, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { freeName, move } from '../core/atomic-files.ts';
import { InputError, RunError } from '../core/errors.ts';
import { isWithin, pathFrom } from '../core/paths.ts';
import type { LoadedManifest } from './manifest/load.ts';

export interface Paths {
  cwd: string;
  runs: string;
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
  const shown = (path: string) => (isWithin(path, cwd) ? pathFrom(cwd, path) : path);
  if (isWithin(run, result)) {
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

/** The state of the training goes last: until it has gone, a command that is started anew sets the rest aside, too. */
const last = 'training';

/**
 * Moves what a run's folder holds into a folder beside it. Renames alone: whatever happens, nothing is lost.
 * All but hidden files: the lock stays, and leftovers of a write that was cut off.
 * @returns the new folder, '<run>.old' or the first free of '<run>.old-2' ...; null when there was nothing to move.
 */
export async function setRunAside(run: string): Promise<string | null> {
  const names = (await readdir(run).catch(() => [])).filter((name) => !name.startsWith('.'));
  if (names.length === 0) return null;
  const aside = await freeName(run);
  await mkdir(aside);
  for (const name of names.sort((a, b) => Number(a === last) - Number(b === last))) {
    await move(join(run, name), join(aside, name));
  }
  return aside;
}

export const isAside = (name: string): boolean => /\.old(-\d+)?$/.test(name);
