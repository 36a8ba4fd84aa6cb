/**
 * The SHA-256 of every file of a result, in `SHA256SUMS` as `sha256sum --check` reads it: a bit that flips on a disk or on
 * its way is told before it is published.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolder } from '../../core/atomic-files.ts';
import { sha256 } from '../../core/hash.ts';
import { exists } from '../../core/paths.ts';
import { sumsFile } from './parts.ts';

/**
 * Replaces a result's folder, all files at once or none.
 * @param fresh files by name.
 * @param kept names of files of the folder that stay as they are; each keeps its sum, and one whose sum was lost has none, so
 *   that damage is told still.
 */
export async function writeResultFolder(
  directory: string,
  fresh: Readonly<Record<string, Uint8Array>>,
  kept: readonly string[] = [],
): Promise<void> {
  const known = (await sumsIn(directory))?.sums;
  const files = { ...fresh };
  const sums = new Map(Object.entries(fresh).map(([name, bytes]) => [name, sha256(bytes)]));
  for (const name of kept) {
    const bytes = await readFile(join(directory, name));
    files[name] = bytes;
    const sum = known === undefined ? sha256(bytes) : known.get(name);
    if (sum !== undefined) sums.set(name, sum);
  }
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
  await writeFolder(directory, { ...files, [sumsFile]: new TextEncoder().encode(lines.join('')) });
}

/**
 * Names of the files that are missing or not what was written, `SHA256SUMS` among them where it is broken or lacks a file; none
 * where the result is of a time without sums.
 */
export async function damagedFiles(directory: string): Promise<string[]> {
  const found = await sumsIn(directory);
  if (found === null) return [];
  const damaged: string[] = [];
  for (const [name, sum] of found.sums) {
    const bytes = await readFile(join(directory, name)).catch(() => null);
    if (bytes === null || sha256(bytes) !== sum) damaged.push(name);
  }
  const lacks = (await readdir(directory)).some((name) => ofResult.test(name) && !found.sums.has(name));
  return lacks || !found.isWhole ? [sumsFile, ...damaged] : damaged;
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
/** Files that have a sum; a user's own notes need none. */
const ofResult = /^[^.].*\.(?:json|i8|safetensors)$/;

/** By file, and whether each line is one; null where there is no such file. */
async function sumsIn(directory: string): Promise<{ sums: Map<string, string>; isWhole: boolean } | null> {
  const path = join(directory, sumsFile);
  if (!(await exists(path))) return null;
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  const sums = new Map<string, string>();
  for (const [, sum = '', name = ''] of lines.map((each) => line.exec(each) ?? [])) if (name) sums.set(name, sum);
  // Behind the last line break nothing stands.
  return { sums, isWhole: sums.size > 0 && lines.length === sums.size + 1 && lines.at(-1) === '' };
}
