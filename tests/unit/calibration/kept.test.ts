import { readdirSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { calibrate, runChunk } from '../../calibration/calibrate.ts';
import { calibrationKey, countedRooms, keeping } from '../../calibration/kept.ts';
import { type Chunk, type Study, studies, type Unnamed } from '../../calibration/study.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';
import { material } from './rates.ts';

const { path: folder, write } = temporaryFolder();
beforeEach(() => rm(folder, { recursive: true, force: true }));

const coin: Unnamed = {
  about: 'Heads or tails.',
  wanted: { heads: [0, 1] },
  together: 5,
  experiment: async ({ uniform }) => ({ heads: uniform() < 0.5 }),
};
const coins = studies('nulls', { 'a coin': coin, 'another coin': { ...coin, most: 10 } });

/** A calibration of so many tosses of the coins, what it counted of them, and where the chunks began that were counted now. */
async function tossed(
  experiments: number,
  key = 'one',
  more: { of?: Study[]; fails?(chunk: Chunk): boolean; enough?: number } = {},
) {
  const { of = coins.slice(0, 1), fails = () => false, enough = Number.POSITIVE_INFINITY } = more;
  const begun: number[] = [];
  const report = calibrate({
    seed: 1,
    experiments,
    studies: of,
    workers: 1,
    work: keeping(
      join(folder, key),
      (chunk) => {
        if (fails(chunk)) throw new Error('the power is out');
        begun.push(chunk.from);
        return runChunk({ seed: 1, studies: of, material }, chunk);
      },
      () => begun.length === enough,
    ),
  });
  return { heads: Object.values((await report.catch(() => null))?.nulls ?? {}).map(({ heads }) => heads), begun };
}

test('an interrupted run goes on where it stopped, to the figures of one that was not', async () => {
  expect((await tossed(20, 'one', { fails: ({ from }) => from === 10 })).begun).toEqual([0, 5]);
  const second = await tossed(20);
  expect(second.begun).toEqual([10, 15]);
  expect(second.heads).toEqual((await tossed(20, 'another')).heads);
});

test('a larger run takes over what a smaller one counted; another key does not, and a file that was cut off counts as none', async () => {
  await tossed(10);
  expect((await tossed(20)).begun).toEqual([10, 15]);
  expect((await tossed(20, 'changed')).begun).toEqual([0, 5, 10, 15]);
  const [file = ''] = (await readdir(join(folder, 'one'))).filter((name) => name.includes('-5-'));
  write(join('one', file), '{"heads":{"ti');
  expect((await tossed(20)).begun).toEqual([5]);
});

test('a run that is cut short tells of every study what was counted, the same share of each', async () => {
  const { heads } = await tossed(20, 'one', { of: coins, enough: 3 });
  expect(heads.map((rate) => rate?.experiments)).toEqual([10, 5]);
});

test('the key is of the seed, of the manifests, and of every room that a calibration imports from', async () => {
  expect(await calibrationKey(1, [])).toBe(await calibrationKey(1, []));
  expect(await calibrationKey(1, [])).not.toBe(await calibrationKey(2, []));
  const keyWith = (text: string) => calibrationKey(1, [join(folder, write('language.yaml', text))]);
  expect(await keyWith('train: { epochs: 12 }')).not.toBe(await keyWith('train: { epochs: 16 }'));
  const own = fileURLToPath(new URL('../../calibration/', import.meta.url));
  const files = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap(
    (name) => readFileSync(join(own, name), 'utf8').match(/(?<= from '[./]+)runner\/[a-z]+/g) ?? [],
  );
  // What only says how to begin, and where to write, decides nothing.
  const deciding = [...new Set(imports)].filter((room) => room !== 'runner/cli');
  expect(deciding.length).toBeGreaterThan(4);
  expect(countedRooms).toEqual(expect.arrayContaining(deciding.map((room) => `../../${room}`)));
});
