/**
 * What a calibration has counted so far, in `runs/.calibration/<key>/`: a file for each chunk of experiments that is done, so that a run
 * that was interrupted goes on, and a larger one takes over what a smaller one counted. Another seed or another program has another
 * key. Reads and writes files.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomic } from '../../runner/core/atomic-files.ts';
import type { Chunk, Study } from './study.ts';
import type { Tally } from './tally.ts';

/**
 * Reads what was counted of a chunk before, or has it counted and keeps it; a file that was cut off by a crash counts as none.
 * @param folder of all that the figures depend on beside a study's name and an experiment's number.
 * @param enough true when nothing more is to be begun.
 */
export const keeping =
  (folder: string, work: (chunk: Chunk) => Promise<Tally>, enough: () => boolean) =>
  async (chunk: Chunk, { kind, name }: Study): Promise<Tally | null> => {
    const words = `${kind} ${name}`.replace(/[^A-Za-z0-9]+/g, '-');
    const file = join(folder, `${words}-${chunk.from}-to-${chunk.to - 1}.json`);
    const before = await readFile(file, 'utf8')
      .then((text) => JSON.parse(text) as Tally)
      .catch(() => null);
    if (before !== null || enough()) return before;
    const tally = await work(chunk);
    await writeFileAtomic(file, JSON.stringify(tally));
    return tally;
  };

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
