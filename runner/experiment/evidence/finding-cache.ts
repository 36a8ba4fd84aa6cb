/**
 * What was found, kept in `runs/<experiment>/evidence/` (of the catalogue's features, in `catalogue/`): one file a finding, with the key of all that it depends on. A file
 * with another key is written over; one that cannot be read, is damaged (a checksum stands in it), or holds no such finding, counts as
 * none.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Finding, ReadingName } from '../../analysis/findings/finding.ts';
import { writeWhole } from '../../core/atomic-files.ts';
import { sha256 } from '../../core/hash.ts';

export interface FindingCache {
  /** @returns undefined when nothing, or something else, was kept. */
  read<Schema extends z.ZodType>(finding: Kept<Schema>, key: string): Promise<z.output<Schema> | undefined>;
  write(finding: Kept, key: string, found: unknown): Promise<void>;
}

interface Kept<Schema extends z.ZodType = z.ZodType> {
  name: string;
  schema: Schema;
}

/** @param part of the run folder: the findings on the experiment's own features, or on the catalogue's. */
export function findingCache(run: string, part: 'evidence' | 'catalogue' = 'evidence'): FindingCache {
  const folder = join(run, part);
  const fileOf = ({ name }: Kept): string => join(folder, `${name}.json`);
  return {
    async read<Schema extends z.ZodType>(finding: Kept<Schema>, key: string) {
      try {
        const kept: unknown = JSON.parse(await readFile(fileOf(finding), 'utf8'));
        const sound = isWhole(kept) && kept.key === key && kept.sum === sumOf(kept);
        return sound ? finding.schema.safeParse(kept.found).data : undefined;
      } catch {
        // Not there, or cut off by a crash: it is found again.
        return undefined;
      }
    },
    async write(finding, key, found) {
      await writeWhole(fileOf(finding), `${JSON.stringify({ key, sum: sumOf({ key, found }), found })}\n`);
    },
  };
}

interface Whole {
  key: string;
  found: unknown;
}

const isWhole = (value: unknown): value is Whole & { sum: unknown } =>
  typeof value === 'object' && value !== null && ['key', 'sum', 'found'].every((name) => name in value);

/** The same of what is written and of what is read back: JSON keeps the order of keys, and numbers as they are. */
const sumOf = ({ key, found }: Whole): string => sha256(JSON.stringify([key, found]));

/** What findings depend on beside what they declare. */
export interface Grounds {
  /** The model, the text, the features and the settings of the evidence, as one key. */
  base: string;
  /** What each reading depends on beyond those. */
  readings: Readonly<Record<ReadingName, readonly unknown[]>>;
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
