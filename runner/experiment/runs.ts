/** The runs of a folder: what each is, and what may be deleted. Reads; deletes nothing. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { asTyped } from '../core/installation.ts';
import { exists } from '../core/paths.ts';
import { peekProgress } from '../nn/train/saved-state.ts';
import { isAside } from './folders.ts';
import { stateOf, trialsOf } from './kept-models.ts';
import { heartbeat, isThere, lockOf, ownerOf } from './lock.ts';
import { progressFile, progressLines } from './results/progress-schema.ts';

export const runStates = {
  running: 'a command works on it',
  trained: 'its model is trained',
  stopped: 'its training stopped before its end; the same command goes on',
  read: 'a model that came trained has read its text',
  sweep: asTyped('the trials of npm run sweep'),
  aside: 'kept aside by fresh=true, or by changed settings',
  empty: 'nothing is in it',
} as const;
export type RunState = keyof typeof runStates;

export interface RunFolder {
  name: string;
  path: string;
  state: RunState;
  /** When the youngest of its files was changed, milliseconds since 1970; null: it has none. */
  changed: number | null;
  bytes: number;
  /** The last validation loss, nats a token; null where nothing was trained. */
  loss: number | null;
  epochs: number | null;
}

/** In the order of their names; none where there is no such folder. */
export async function findRuns(runs: string): Promise<RunFolder[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const paths = names.sort().map((name) => join(runs, name));
  const alive = await atWork(paths);
  return Promise.all(paths.map((path, index) => lookAt(path, names[index] ?? path, alive.has(path))));
}

async function lookAt(path: string, name: string, running: boolean): Promise<RunFolder> {
  const training = await peekProgress(stateOf(path));
  const lines = progressLines(await readFile(join(path, progressFile), 'utf8').catch(() => ''));
  const evaluated = lines.findLast(({ validationLoss }) => validationLoss !== null);
  const last = training?.curve.epochs.at(-1);
  const { bytes, changed } = await sizeOf(path);
  const isSweep = await exists(trialsOf(path));
  const state = (): RunState => {
    if (running) return 'running';
    if (isAside(name)) return 'aside';
    if (isSweep) return 'sweep';
    if (training !== null) return training.finished ? 'trained' : 'stopped';
    if (lines.length > 0) return 'stopped';
    return changed === null ? 'empty' : 'read';
  };
  return {
    name,
    path,
    state: state(),
    changed,
    bytes,
    loss: evaluated?.validationLoss ?? last?.validationLoss ?? null,
    epochs: evaluated?.epoch ?? last?.epoch ?? null,
  };
}

/**
 * Whose locks are alive. Of another machine's it is looked whether its count goes on: for that all of them are read twice.
 */
async function atWork(paths: readonly string[]): Promise<Set<string>> {
  const read = async (path: string) => readFile(lockOf(path), 'utf8').catch(() => null);
  const first = await Promise.all(paths.map(read));
  const possible = paths.flatMap((path, index) => {
    const text = first[index] ?? null;
    const owner = text === null ? null : ownerOf(text);
    const gone = owner === null || (owner.host === hostname() && !isThere(owner.process));
    return gone ? [] : [{ path, text }];
  });
  if (possible.length === 0) return new Set();
  await setTimeout(1.5 * heartbeat);
  const counted = await Promise.all(
    possible.map(async ({ path, text }) => ((await read(path)) === text ? [] : [path])),
  );
  return new Set(counted.flat());
}

/** Of all files below; the youngest tells the age. */
export async function sizeOf(path: string): Promise<{ bytes: number; changed: number | null }> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  let changed: number | null = null;
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === '.lock') continue;
    // A file may go while it is looked at.
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    if (found === null) continue;
    bytes += found.size;
    changed = Math.max(changed ?? found.mtimeMs, found.mtimeMs);
  }
  return { bytes, changed };
}

/** What can be deleted without loss of a run in use. */
export interface Clutter {
  path: string;
  why: string;
  bytes: number;
}

/** Runs that were kept aside, and what a killed command left half-written. */
export async function clutterOf(found: readonly RunFolder[]): Promise<Clutter[]> {
  const asides = found
    .filter(({ state }) => state === 'aside')
    .map(({ path, bytes }) => ({ path, why: 'kept aside', bytes }));
  const leftovers = found
    .filter(({ state }) => state !== 'running' && state !== 'aside')
    .map(async ({ path }) => {
      const inside = await readdir(path).catch(() => []);
      return inside
        .filter((name) => /^\..*\.tmp$/.test(name) || name.endsWith('.safetensors.tmp'))
        .map((name) => ({ path: join(path, name), why: 'half-written by a command that was killed' }));
    });
  const others = (await Promise.all(leftovers)).flat();
  return [...asides, ...(await Promise.all(others.map(async (each) => ({ ...each, ...(await weightOf(each.path)) }))))];
}

async function weightOf(path: string): Promise<{ bytes: number }> {
  const found = await stat(path).catch(() => null);
  if (found === null) return { bytes: 0 };
  return found.isDirectory() ? { bytes: (await sizeOf(path)).bytes } : { bytes: found.size };
}
