/**
 * An experiment that was run, and one bit of what it left turned over, again and again: the same command notices it, or gives what
 * it gave. Of what is published no bit is turned unnoticed.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../../runner/core/random.ts';
import { damagedResults } from '../../runner/experiment/results/result-folder.ts';
import { resultDifferences, resultsIn } from '../compare-results.ts';
import { type WorkFolder, workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, prose } from './texts.ts';

/** Everything that an experiment leaves: a training, its best model, a recording, findings, an atlas, a model for pages. */
export async function experimentThatWasRun(): Promise<WorkFolder> {
  const folder = workFolder();
  folder.write('text.txt', prose(500));
  folder.write(
    'tiny.yaml',
    manifest({
      evidence: 'quick',
      atlas: 'component',
      train: { epochs: 2, batch: 8, window: 8 },
      watch: 'page',
      seed: 3,
    }),
  );
  const { code, stderr } = await experimentHere(folder, ['tiny.yaml']);
  if (code !== 0) throw new Error(stderr);
  return folder;
}

export interface Flips {
  /** The command ended with an error, or named the file. */
  noticed: number;
  /** It gave the same, of what was whole or made anew. */
  harmless: number;
  /** It gave something else: what, and where the bit was. */
  published: string[];
}

/** In files of `runs`, half of them by their bytes, the others each as often. @param pristine is left as it is. */
export async function flippedRuns(pristine: WorkFolder, flips: number, seed: number): Promise<Flips> {
  const draw = random(seed);
  const found: Flips = { noticed: 0, harmless: 0, published: [] };
  const before = resultsIn(pristine.at('public/results'));
  const folder = workFolder();
  for (let flip = 0; flip < flips; flip++) {
    for (const part of ['runs', 'public']) rmSync(folder.at(part), { recursive: true, force: true });
    cpSync(pristine.path, folder.path, { recursive: true });
    const place = turned(folder, 'runs', draw.below, flip % 2 === 0);
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml']);
    const differences = code === 0 ? resultDifferences(before, resultsIn(folder.at('public/results'))) : [];
    if (code !== 0 && /\[unexpected\]/.test(stderr)) found.published.push(`${place}: ${stderr}`);
    else if (code !== 0) found.noticed++;
    else if (differences.length === 0) found.harmless++;
    else if (stderr.includes(place.split(',')[0] ?? '')) found.noticed++;
    else found.published.push(`${place}: ${differences[0]}`);
  }
  return found;
}

/** In what is published: what the build of a site asks before it begins. */
export async function flippedResults(pristine: WorkFolder, flips: number, seed: number): Promise<Flips> {
  const draw = random(seed);
  const found: Flips = { noticed: 0, harmless: 0, published: [] };
  const results = pristine.at('public/results');
  for (let flip = 0; flip < flips; flip++) {
    const kept = new Map(pristine.files('public/results').map((name) => [name, readFileSync(join(results, name))]));
    const place = turned(pristine, 'public/results', draw.below, flip % 2 === 0);
    if ((await damagedResults(results)).length > 0) found.noticed++;
    else found.published.push(place);
    for (const [name, bytes] of kept) writeFileSync(join(results, name), bytes);
  }
  return found;
}

/** Turns a bit over. @returns where. */
function turned(folder: WorkFolder, part: string, below: (end: number) => number, byBytes: boolean): string {
  const files = folder.files(part).map((name) => ({ name, bytes: readFileSync(folder.at(part, name)) }));
  const some = files.filter(({ bytes }) => bytes.length > 0);
  // Of a byte drawn from all, or of a file.
  const ends: number[] = [];
  for (const { bytes } of some) ends.push((ends.at(-1) ?? 0) + bytes.length);
  const drawn = below(ends.at(-1) ?? 0);
  const chosen = some[byBytes ? ends.findIndex((end) => drawn < end) : below(some.length)];
  if (chosen === undefined) throw new Error(`there is nothing in ${part}`);
  const { name, bytes } = chosen;
  const at = below(bytes.length);
  const bit = below(8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(folder.at(part, name), bytes);
  return `${name}, byte ${at}, bit ${bit}`;
}
