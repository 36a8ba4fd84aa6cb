/**
 * An experiment that was run, and one bit of what it left turned over, again and again: the same command notices it, or gives what
 * it gave. Of what is published no bit is turned unnoticed. tests/long/bit-flips.test.ts turns more.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { damagedResults } from '../../runner/experiment/results/result-folder.ts';
import { resultDifferences, resultsIn } from '../compare-results.ts';
import { type WorkFolder, workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, prose } from './texts.ts';

const flips = Number(process.env.FLIPS ?? 12);
const pristine = workFolder();

beforeAll(async () => {
  // Everything that an experiment leaves: a training, its best model, a recording, findings, an atlas, a model for pages.
  const all = {
    evidence: 'quick',
    atlas: 'component',
    train: { epochs: 2, batch: 8, window: 8 },
    watch: 'page',
    seed: 3,
  };
  pristine.write('text.txt', prose(500));
  pristine.write('tiny.yaml', manifest(all));
  expect(await experimentHere(pristine, ['tiny.yaml'])).toMatchObject({ code: 0 });
});

/** Turns a bit over: of a byte drawn from all files of a part, or of a byte of a drawn file. @returns where. */
function turned(folder: WorkFolder, part: string, { below }: ReturnType<typeof random>, byBytes: boolean): string {
  const files = folder
    .files(part)
    .map((name) => ({ name, bytes: readFileSync(folder.at(part, name)) }))
    .filter(({ bytes }) => bytes.length > 0);
  let place = below(files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  const ofBytes = files.findIndex(({ bytes }) => {
    place -= bytes.length;
    return place < 0;
  });
  const chosen = files[byBytes ? ofBytes : below(files.length)];
  if (chosen === undefined) throw new Error(`there is nothing in ${part}`);
  const { name, bytes } = chosen;
  const [at, bit] = [below(bytes.length), below(8)];
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(folder.at(part, name), bytes);
  return `${name}, byte ${at}, bit ${bit}`;
}

it(`of ${flips} bits that turn over in a run none is published`, { timeout: 1_800_000 }, async () => {
  const draw = random(flips);
  const before = resultsIn(pristine.at('public/results'));
  const folder = workFolder();
  for (let flip = 0; flip < flips; flip++) {
    for (const part of ['runs', 'public']) rmSync(folder.at(part), { recursive: true, force: true });
    cpSync(pristine.path, folder.path, { recursive: true });
    const place = turned(folder, 'runs', draw, flip % 2 === 0);
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml']);
    const differences = code === 0 ? resultDifferences(before, resultsIn(folder.at('public/results'))) : [];
    // It ended with an error that is expected, or named the file, or gave the same, of what was whole or made anew.
    expect(stderr, place).not.toContain('[unexpected]');
    if (differences.length > 0) expect(stderr, `${place}: ${differences[0]}`).toContain(place.split(',')[0]);
  }
});

it('every bit that turns over in a result is noticed by the build of a site', async () => {
  const draw = random(60);
  const results = pristine.at('public/results');
  for (let flip = 0; flip < 5 * flips; flip++) {
    const kept = new Map(pristine.files('public/results').map((name) => [name, readFileSync(`${results}/${name}`)]));
    const place = turned(pristine, 'public/results', draw, flip % 2 === 0);
    expect(await damagedResults(results), place).not.toEqual([]);
    for (const [name, bytes] of kept) writeFileSync(`${results}/${name}`, bytes);
  }
});
