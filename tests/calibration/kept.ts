/**
 * What a calibration has counted so far, in `runs/.calibration/<key>/`: a file for each chunk of experiments that is done, so that a run
 * that was interrupted goes on, and a larger one takes over what a smaller one counted. Another seed or another program has another
 * key. Reads and writes files.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../runner/core/atomic-files.ts';
import type { Chunk, Study } from './study.ts';
import type { Tally } from './tally.ts';

const fileOf = ({ kind, name }: Study, { from, to }: Chunk): string =>
  `${`${kind} ${name}`.replace(/[^A-Za-z0-9]+/g, '-')}-${from}-to-${to - 1}.json`;

/** @param folder of all that the figures depend on beside a study's name and an experiment's number. */
export const keptTallies = (folder: string) => ({
  /** @returns undefined when this chunk was not counted, or the file was cut off by a crash. */
  read: (study: Study, chunk: Chunk): Promise<Tally | undefined> =>
    readFile(join(folder, fileOf(study, chunk)), 'utf8')
      .then((text) => JSON.parse(text) as Tally)
      .catch(() => undefined),
  write: (study: Study, chunk: Chunk, tally: Tally): Promise<void> =>
    writeWhole(join(folder, fileOf(study, chunk)), JSON.stringify(tally)),
});

export type KeptTallies = ReturnType<typeof keptTallies>;

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
