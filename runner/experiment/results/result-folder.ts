/**
 * A result on disk. `result.json` holds what is short, `claims.json` the evidence, and `curves.safetensors` long rows of numbers,
 * float64. Where a part was taken out, `result.json` names it: `{ "file": "claims.json" }` or `{ "array": "relevance.0" }`. Beside
 * them lie side-cars, atlases, pairs and a model; and in `SHA256SUMS` the sum of every file, as `sha256sum --check` reads it: a bit
 * that flips on a disk or on its way is told before it is published.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFolder } from '../../core/atomic-files.ts';
import { sha256 } from '../../core/hash.ts';
import { exists } from '../../core/paths.ts';
import { arrayOf, decodeArrays, encodeArrays, type TypedTensor } from '../../io/formats/safetensors/file.ts';
import { evidenceSchema } from './evidence-schema.ts';
import type { Result } from './schema.ts';

/** The claims alone, for machines: what was claimed of which model on which text, and every rung. */
const claimsFile = 'claims.json';
const curvesFile = 'curves.safetensors';
export const resultFile = 'result.json';
export const sumsFile = 'SHA256SUMS';

/** Whether a file of a result's folder is written anew with the result. */
export const isResultPart = (name: string): boolean => [resultFile, claimsFile, curvesFile, sumsFile].includes(name);

export const jsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * What `result.json` holds, with each long row of numbers as `change` gives it. The arrays of `curves.safetensors`:
 * - `smoothed` [2, points]: epochs and smoothed training losses;
 * - `relevance.<i>` [3, neurons]: relevance, prominence and difference for feature i;
 * - `spectrum.<i>` [frequencies]: amplitudes of spectrum i.
 * @param change hears the array's name and the keys of its rows; none where there is one row, which has no key.
 */
function withRows(whole: Json, change: (value: Json, array: string, keys: readonly string[]) => unknown): Json {
  const within = (owner: unknown, key: string, array: string, keys: readonly string[]): unknown => {
    const value = isJson(owner) ? owner[key] : null;
    return isJson(owner) && isJson(value) ? { ...owner, [key]: change(value, array, keys) } : owner;
  };
  const each = (list: unknown, key: string, stem: string, keys: readonly string[] = []): unknown =>
    Array.isArray(list) ? list.map((own, index) => within(own, key, `${stem}.${index}`, keys)) : list;
  return {
    ...whole,
    learningCurve: within(whole.learningCurve, 'smoothed', 'smoothed', ['epoch', 'loss']),
    features: each(whole.features, 'relevance', 'relevance', ['relevance', 'prominence', 'difference']),
    spectra: each(whole.spectra, 'amplitude', 'spectrum'),
  };
}

export function resultParts(result: Result): Record<string, Uint8Array> {
  const curves: Record<string, TypedTensor> = {};
  const short = withRows(result, (value, array, keys) => {
    const rows = (keys.length === 0 ? [value] : keys.map((key) => value[key])) as unknown as readonly number[][];
    const length = rows[0]?.length ?? 0;
    // Adding 0 makes -0 and 0 equal, as JSON does.
    const data = Float64Array.from(rows.flat(), (number) => number + 0);
    curves[array] = { shape: keys.length === 0 ? [length] : [keys.length, length], data };
    return { array };
  });
  const { schema, id, title, provenance, model, observation, record, evidence } = result;
  const about = { schema, id, title, provenance, model, observation, record };
  return {
    ...(evidence && { [claimsFile]: jsonBytes({ ...about, ...evidence }) }),
    ...(Object.keys(curves).length > 0 && { [curvesFile]: encodeArrays(curves) }),
    [resultFile]: jsonBytes({ ...short, evidence: evidence && { file: claimsFile } }),
  };
}

const fileReference = z.strictObject({ file: z.literal(claimsFile) });
const arrayReference = z.strictObject({ array: z.string() });

/**
 * What `result.json` says, with its parts in their places, still to be checked as a whole.
 * @param read reads a file beside it.
 * @throws RangeError, SyntaxError or InputError when a part does not fit; what `read` throws when it is missing.
 */
export async function joinParts(json: unknown, read: (name: string) => Promise<Uint8Array>): Promise<unknown> {
  if (!isJson(json)) return json;
  let isCut = false;
  withRows(json, (value) => {
    isCut ||= arrayReference.safeParse(value).success;
  });
  const curves = isCut ? decodeArrays(await read(curvesFile), curvesFile) : {};
  const whole = withRows(json, (value, _array, keys) => {
    const named = arrayReference.safeParse(value);
    if (!named.success) return value;
    const rows = keys.length || 1;
    const all = Array.from(arrayOf(curves, named.data.array, 'F64', keys.length === 0 ? [null] : [rows, null]));
    if (keys.length === 0) return all;
    const length = all.length / rows;
    return Object.fromEntries(keys.map((key, row) => [key, all.slice(row * length, (row + 1) * length)]));
  });
  if (!fileReference.safeParse(json.evidence).success) return whole;
  const claims: Json = JSON.parse(new TextDecoder().decode(await read(claimsFile)));
  // The result's own words, which the file repeats, are no evidence.
  const evidence = Object.entries(claims).filter(([key]) => key in evidenceSchema.shape);
  return { ...whole, evidence: Object.fromEntries(evidence) };
}

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
 * Writes a result that stands already anew, with files beside it; all others stay.
 * @param isReplaced of the other files those that go.
 */
export async function rewriteResult(
  directory: string,
  result: Result,
  files: Readonly<Record<string, Uint8Array>> = {},
  isReplaced: (name: string) => boolean = () => false,
): Promise<Result> {
  const beside = (await readdir(directory)).filter((name) => !isResultPart(name) && !isReplaced(name));
  await writeResultFolder(directory, { ...files, ...resultParts(result) }, beside);
  return result;
}

/**
 * Names of the files that are missing or not what was written, `SHA256SUMS` among them where it is broken or lacks a file; none
 * where there are no sums.
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

export async function areComplete(directory: string, names: readonly string[]): Promise<boolean> {
  const damaged = await damagedFiles(directory);
  return ![sumsFile, ...names].some((name) => damaged.includes(name));
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
