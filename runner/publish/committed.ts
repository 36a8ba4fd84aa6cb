/** What git says of the results: GitHub builds from what is committed, not from what lies here. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What git prints, without line breaks at the end; null when it fails, as outside of a repository. */
export const git = (...words: string[]): Promise<string | null> =>
  promisify(execFile)('git', words, { maxBuffer: 2 ** 28 }).then(
    ({ stdout }) => stdout.trimEnd(),
    () => null,
  );

export interface UncommittedFiles {
  /** As git prints them: two letters and a path. */
  changed: string[];
  /** Paths whose committed file differs in times and circumstances only: running an experiment again changes those. */
  onlyTimings: string[];
}

/** Changes in a folder that are not committed; null outside of a repository. */
export async function uncommitted(folder: string): Promise<UncommittedFiles | null> {
  // Names as they are, without quotes and escapes.
  const status = await git('-c', 'core.quotePath=false', 'status', '--porcelain', '--', folder);
  const root = await git('rev-parse', '--show-toplevel');
  if (status === null || root === null) return null;
  const found: UncommittedFiles = { changed: [], onlyTimings: [] };
  for (const line of status.split('\n').filter((each) => each !== '')) {
    const path = line.slice(3);
    const committed = /^( M|M ) /.test(line) && path.endsWith('.json') ? await git('show', `HEAD:${path}`) : null;
    const same = committed !== null && sameButTimings(committed, await readFile(join(root, path), 'utf8'));
    if (same) found.onlyTimings.push(path);
    else found.changed.push(line);
  }
  return found;
}

/** When, how long and by which versions: what a run changes that finds the same. */
const circumstances: ReadonlySet<string> = new Set(['provenance', 'seconds']);

/** Whether two JSON texts say the same, circumstances apart. */
export function sameButTimings(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => JSON.stringify(withoutTimings(JSON.parse(text))));
  return a === b;
}

function withoutTimings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !circumstances.has(key))
      .map(([key, inner]) => [key, withoutTimings(inner)]),
  );
}
