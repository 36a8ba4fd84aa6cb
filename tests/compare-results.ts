/**
 * Compares published results before and after a change: `npm run compare <before> <after> [without=evidence,...]`. Each of
 * the two is a folder of results, or `git:<revision>` for the results committed there; only experiments that both have
 * are compared. Everything must be equal but provenance, times and the number of findings. Exit codes: 0 equal, 1 different (the first paths are
 * printed), 2 nothing to compare.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sumsFile } from '../runner/experiment/results/result-folder.ts';

/**
 * Keys that differ from run to run: where files go, and times, which stand under `seconds` wherever they are; and of how many
 * findings the evidence is made, which tells how far it has come.
 */
const alwaysLeftOut = ['provenance', '**.seconds', 'manifest.runs', 'manifest.results', 'steps'];
const shownPaths = 20;

/** The files of each experiment by name. */
type Results = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

/** Does a path such as `features.0.among` stand under a pattern such as `features.*.among`? `**` is any path. */
function isUnder(path: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return true;
  if (first === '**') return path.some((_, index) => isUnder(path.slice(index), rest));
  return path.length > 0 && (first === '*' || first === path[0]) && isUnder(path.slice(1), rest);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const shortly = (value: unknown): string => (JSON.stringify(value) ?? 'absent').slice(0, 60);

/** Where two values differ, as lines `path: before, after`. */
function differencesOf(before: unknown, after: unknown, path: readonly string[], leftOut: readonly string[]): string[] {
  if (leftOut.some((pattern) => isUnder(path, pattern.split('.')))) return [];
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key], leftOut));
  }
  return Object.is(before, after) ? [] : [`${path.join('.')}: ${shortly(before)}, ${shortly(after)}`];
}

function fileDifferences(
  name: string,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  leftOut: string[],
) {
  if (before === undefined || after === undefined) return [`only ${before === undefined ? 'after' : 'before'}`];
  if (Buffer.compare(before, after) === 0) return [];
  if (!name.endsWith('.json')) return ['other bytes'];
  const read = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
  return differencesOf(read(before), read(after), [], leftOut);
}

/**
 * @param leftOut paths in the JSON files that may differ, with `*` for any key and `**` for any path; `evidence` leaves out
 * claims.json too.
 * @returns a line for each difference: `experiment/file path: before, after`.
 */
export function resultDifferences(before: Results, after: Results, leftOut: readonly string[] = []): string[] {
  const patterns = [...alwaysLeftOut, ...leftOut];
  return [...before].flatMap(([id, one]) => {
    const other = after.get(id);
    const names = other === undefined ? [] : [...new Set([...one.keys(), ...other.keys()])];
    return names
      .filter((name) => !(name === 'claims.json' && leftOut.includes('evidence')))
      .sort()
      .flatMap((name) =>
        fileDifferences(name, one.get(name), other?.get(name), patterns).map((line) => `${id}/${name} ${line}`),
      );
  });
}

export function resultsIn(folder: string): Results {
  const experiments = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'result.json')),
  );
  return new Map(
    experiments.map(({ name }) => {
      const files = readdirSync(join(folder, name)).filter((file) => file !== sumsFile);
      return [name, new Map(files.map((file) => [file, readFileSync(join(folder, name, file))]))];
    }),
  );
}

function inRevision(revision: string): Results {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-compare-'));
  try {
    const input = execFileSync('git', ['archive', revision, 'public/results'], { maxBuffer: 1 << 30 });
    execFileSync('tar', ['x', '-C', folder], { input });
    return resultsIn(join(folder, 'public/results'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const resultsOf = (place: string): Results =>
  place.startsWith('git:') ? inRevision(place.slice('git:'.length)) : resultsIn(place);

function main(words: readonly string[]): number {
  const places = words.filter((word) => !word.includes('='));
  const settings = words.filter((word) => word.includes('='));
  const [before, after] = places;
  const unknown = settings.find((word) => !word.startsWith('without='));
  if (before === undefined || after === undefined || places.length > 2 || unknown !== undefined) {
    console.error('Usage: npm run compare <before> <after> [without=evidence,...]');
    return 2;
  }
  const leftOut = settings.flatMap((word) => word.slice('without='.length).split(','));
  const [one, other] = [resultsOf(before), resultsOf(after)];
  const shared = [...one.keys()].filter((id) => other.has(id));
  if (shared.length === 0) {
    console.error(`${before} and ${after} have no experiment in common.`);
    return 2;
  }
  const lines = resultDifferences(one, other, leftOut);
  for (const line of lines.slice(0, shownPaths)) console.log(line);
  if (lines.length > shownPaths) console.log(`and ${lines.length - shownPaths} more`);
  console.log(`${shared.join(', ')}: ${lines.length === 0 ? 'equal' : `${lines.length} differences`}.`);
  return lines.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
