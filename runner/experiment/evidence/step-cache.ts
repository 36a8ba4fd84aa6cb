/**
 * What the steps of the evidence found, kept in `runs/<experiment>/evidence/`: one file a step, with the key of all that it
 * depends on. A file with another key is written over; one that cannot be read counts as none.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../core/atomic-files.ts';

export interface StepCache {
  /** @returns undefined when nothing, or something else, was kept. */
  read(step: string, key: string): Promise<unknown>;
  write(step: string, key: string, found: unknown): Promise<void>;
}

export function stepCache(run: string): StepCache {
  const folder = join(run, 'evidence');
  const fileOf = (step: string): string => join(folder, `${step}.json`);
  return {
    async read(step, key) {
      try {
        const kept: unknown = JSON.parse(await readFile(fileOf(step), 'utf8'));
        return isKept(kept) && kept.key === key ? kept.found : undefined;
      } catch {
        // Not there, or cut off by a crash: the step is done again.
        return undefined;
      }
    },
    async write(step, key, found) {
      await writeWhole(fileOf(step), `${JSON.stringify({ key, found })}\n`);
    },
  };
}

const isKept = (value: unknown): value is { key: string; found: unknown } =>
  typeof value === 'object' && value !== null && 'key' in value && 'found' in value;

/** One key for any parts: numbers and texts by their JSON, arrays of numbers by their bytes. */
export function keyOf(...parts: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    if (ArrayBuffer.isView(part)) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else hash.update(JSON.stringify(part) ?? '');
    hash.update('\0');
  }
  return hash.digest('hex');
}
