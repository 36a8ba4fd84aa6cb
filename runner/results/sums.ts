/**
 * The SHA-256 of every file of a result, in `SHA256SUMS` as `sha256sum --check` reads it: a bit that flips on a disk or on
 * its way is told before it is published.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '../core/atomic-files.ts';
import { sha256 } from '../core/hash.ts';
import { sumsFile } from './parts.ts';

/**
 * Replaces a result's folder, all files at once or none.
 * @param fresh files by name.
 * @param kept names of files of the folder that stay as they are; each keeps its sum, so that one that was damaged is told
 *   still.
 */
export async function writeResultFolder(
  directory: string,
  fresh: Readonly<Record<string, Uint8Array>>,
  kept: readonly string[] = [],
): Promise<void> {
  const known = await sumsIn(directory);
  const files = { ...fresh };
  const sums = new Map(Object.entries(fresh).map(([name, bytes]) => [name, sha256(bytes)]));
  for (const name of kept) {
    const bytes = await readFile(join(directory, name));
    files[name] = bytes;
    sums.set(name, known.get(name) ?? sha256(bytes));
  }
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
  await writeFolder(directory, { ...files, [sumsFile]: new TextEncoder().encode(lines.join('')) });
}

/** Names of the files that are missing or not what was written; none where the result is of a time without sums. */
export async function damagedFiles(directory: string): Promise<string[]> {
  const damaged: string[] = [];
  for (const [name, sum] of await sumsIn(directory)) {
    const bytes = await readFile(join(directory, name)).catch(() => null);
    if (bytes === null || sha256(bytes) !== sum) damaged.push(name);
  }
  return damaged;
}

/** The results in a folder that are damaged, with the files that are. */
export async function damagedResults(results: string): Promise<{ id: string; files: string[] }[]> {
  const entries = await readdir(results, { withFileTypes: true }).catch(() => []);
  const damaged: { id: string; files: string[] }[] = [];
  for (const { name: id } of entries.filter((entry) => entry.isDirectory())) {
    const files = await damagedFiles(join(results, id));
    if (files.length > 0) damaged.push({ id, files });
  }
  return damaged;
}

const line = /^([0-9a-f]{64}) [ *](.+)$/;

async function sumsIn(directory: string): Promise<Map<string, string>> {
  const text = await readFile(join(directory, sumsFile), 'utf8').catch(() => '');
  return new Map(
    text.split('\n').flatMap((each): [string, string][] => {
      const [, sum, name] = line.exec(each.trimEnd()) ?? [];
      return sum !== undefined && name !== undefined ? [[name, sum]] : [];
    }),
  );
}
