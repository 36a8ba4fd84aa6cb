/**
 * What a calibration has counted so far, in `runs/.calibration/`: one file a study, each chunk of experiments as it is done,
 * so that a run that was interrupted goes on, and a larger one takes over what a smaller one counted. A file with another
 * seed, or counted by another program, counts as none. Reads and writes files.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../runner/core/atomic-files.ts';
import type { Chunk, Study } from './study.ts';
import type { Tally } from './tally.ts';

export interface KeptTallies {
  /** @returns undefined when this chunk was not counted. */
  read(study: Study, chunk: Chunk): Promise<Tally | undefined>;
  write(study: Study, chunk: Chunk, tally: Tally): Promise<void>;
}

interface Kept {
  key: string;
  chunks: Record<string, Tally>;
}

/**
 * @param folder where the files are.
 * @param key of all that the figures depend on beside a study's name and an experiment's number.
 */
export function keptTallies(folder: string, key: string): KeptTallies {
  const known = new Map<string, Promise<Kept>>();
  let writing: Promise<void> = Promise.resolve();
  const keptOf = (study: Study): Promise<Kept> => {
    const path = pathOf(folder, study);
    const kept = known.get(path) ?? readKept(path, key);
    known.set(path, kept);
    return kept;
  };
  return {
    async read(study, chunk) {
      return (await keptOf(study)).chunks[nameOf(chunk)];
    },
    async write(study, chunk, tally) {
      const kept = await keptOf(study);
      kept.chunks[nameOf(chunk)] = tally;
      // One after the other, so that a file never loses what another chunk wrote.
      writing = writing.then(() => writeWhole(pathOf(folder, study), `${JSON.stringify(kept)}\n`));
      await writing;
    },
  };
}

const nameOf = ({ from, to }: Chunk): string => `${from} to ${to - 1}`;

const pathOf = (folder: string, { kind, name }: Study): string =>
  join(folder, `${`${kind} ${name}`.replace(/[^A-Za-z0-9]+/g, '-')}.json`);

async function readKept(path: string, key: string): Promise<Kept> {
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isKept(kept) && kept.key === key) return kept;
  } catch {
    // Not there, or cut off by a crash: its experiments are done again.
  }
  return { key, chunks: {} };
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'key' in value && 'chunks' in value;

/** Whose code decides what a calibration counts: all that its own files import from. */
export const countedRooms = ['core', 'text', 'io', 'nn', 'analysis', 'experiment'].map(
  (room) => `../../runner/${room}`,
);
const folders = ['.', ...countedRooms].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/**
 * One key for the seed, the program and the manifests: change a line of them, and the figures are counted anew.
 * @param manifests files of the networks that are trained.
 */
export async function calibrationKey(seed: number, manifests: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(String(seed));
  for (const folder of folders) {
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    for (const file of files.sort()) hash.update(file).update(await readFile(join(folder, file)));
  }
  for (const manifest of manifests) hash.update(await readFile(manifest));
  return hash.digest('hex');
}
