/** Whether the write-up beside a manifest speaks of features that the manifest no longer has: the site could not be built. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { both } from '../core/words.ts';
import type { LoadedManifest } from './manifest/load.ts';

const text = String.raw`("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')`;
/** Where a write-up names a feature: as a property, or as the argument of what its expressions may ask. */
const naming = new RegExp(
  [
    String.raw`\bfeature=\{?\s*${text}`,
    String.raw`\b(?:feature|lead|verdict|claims|chosen|group|probe|falls|step)\(\s*${text}`,
    String.raw`\b(?:measured|status)\(\s*${text}\s*,\s*${text}`,
  ].join('|'),
  'g',
);

/** What stands only where the experiment has the feature. */
const askingFirst = new RegExp(String.raw`\basked\(\s*${text}`, 'g');

export interface Naming {
  name: string;
  /** From 1. */
  line: number;
  /** That line, as it is written. */
  sentence: string;
}

/** The features that a write-up names, in its order. Pure. */
export const featuresNamed = (writeUp: string): Naming[] =>
  [...writeUp.matchAll(naming)].map(({ 0: found, index, ...groups }) => {
    const written = [groups[4], groups[2], groups[1]].find((each) => each !== undefined) ?? '""';
    const end = index + found.length;
    const line = writeUp.slice(0, end).split('\n').length;
    return { name: unquoted(written), line, sentence: writeUp.split('\n')[line - 1]?.trim() ?? '' };
  });

const unquoted = (written: string): string => written.slice(1, -1).replace(/\\(.)/g, '$1');

/**
 * What to tell the author, a text for each feature that is gone; none where there is no write-up.
 * @param features the names that the manifest has.
 */
export async function gone(
  { path, id }: Pick<LoadedManifest, 'path' | 'id'>,
  features: readonly string[],
  cwd: string,
): Promise<string[]> {
  const file = join(dirname(path), `${id}.mdx`);
  const writeUp = await readFile(resolve(cwd, file), 'utf8').catch(() => '');
  const askedFirst = [...writeUp.matchAll(askingFirst)].map(([, written = '""']) => unquoted(written));
  const known = [...features, ...askedFirst];
  const missing = featuresNamed(writeUp).filter(({ name }) => !known.includes(name));
  const has = both(features.map((name) => `"${name}"`));
  return [...Map.groupBy(missing, ({ name }) => name)].map(([name, places]) => {
    const lines = [...new Set(places.map(({ line }) => line))];
    const where = lines.length === 1 ? `line ${lines[0]}` : `lines ${both(lines.map(String))}`;
    return `The write-up ${file} speaks of the feature "${name}" (${where}), which this experiment does not have; it has ${has}. Change what it says there, "${places[0]?.sentence}", or take it out: until then the site cannot be built.`;
  });
}
