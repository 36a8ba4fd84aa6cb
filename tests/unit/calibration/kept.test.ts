import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { calibrate, runChunk } from '../../calibration/calibrate.ts';
import { calibrationKey, countedRooms, keptTallies } from '../../calibration/kept.ts';
import type { Chunk, Study } from '../../calibration/study.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-kept-'));
});

const study: Study = {
  kind: 'nulls',
  name: 'a coin',
  about: 'Heads or tails.',
  wanted: { heads: [0, 1] },
  together: 5,
  experiment: async ({ uniform }) => ({ heads: uniform() < 0.5 }),
};
const studies = [study];
const material = { recording: null, networks: null };

/** A calibration of the coin, and which chunks it counted. */
async function counted(experiments: number, key = 'one', fails?: (chunk: Chunk) => boolean) {
  const chunks: Chunk[] = [];
  const report = calibrate({
    seed: 1,
    experiments,
    studies,
    workers: 1,
    kept: keptTallies(folder, key),
    work(chunk) {
      if (fails?.(chunk)) throw new Error('the power is out');
      chunks.push(chunk);
      return runChunk({ seed: 1, studies, material }, chunk);
    },
  });
  return { rate: (await report.catch(() => null))?.nulls['a coin']?.heads, chunks };
}

test('an interrupted run goes on where it stopped, to the figures of one that was not', async () => {
  expect((await counted(20, 'one', ({ from }) => from === 10)).chunks).toHaveLength(2);
  const second = await counted(20);
  expect(second.chunks.map(({ from }) => from)).toEqual([10, 15]);
  expect(second.rate).toEqual((await counted(20, 'another')).rate);
});

test('a larger run takes over what a smaller one counted; another program or seed does not', async () => {
  await counted(10);
  expect((await counted(20)).chunks.map(({ from }) => from)).toEqual([10, 15]);
  expect((await counted(20, 'changed')).chunks).toHaveLength(4);
  expect(await calibrationKey(1, [])).toBe(await calibrationKey(1, []));
  expect(await calibrationKey(1, [])).not.toBe(await calibrationKey(2, []));
  const manifest = join(folder, 'language.yaml');
  await writeFile(manifest, 'train: { epochs: 12 }');
  const before = await calibrationKey(1, [manifest]);
  await writeFile(manifest, 'train: { epochs: 16 }');
  expect(await calibrationKey(1, [manifest])).not.toBe(before);
});

test('the program is every room that a calibration imports from', () => {
  const own = fileURLToPath(new URL('../../calibration/', import.meta.url));
  const files = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const rooms = files.flatMap((name) =>
    [...readFileSync(join(own, name), 'utf8').matchAll(/ from '[./]+(runner\/[a-z]+)\//g)].map(([, room = '']) => room),
  );
  // What only says how to begin, and where to write, decides nothing.
  const deciding = [...new Set(rooms)].filter((room) => room !== 'runner/cli');
  expect(deciding.length).toBeGreaterThan(4);
  expect(countedRooms).toEqual(expect.arrayContaining(deciding.map((room) => `../../${room}`)));
});

test('a file that was cut off counts as none', async () => {
  await counted(10);
  const [file = ''] = await readdir(folder);
  await writeFile(join(folder, file), '{"key":"one","chu');
  expect((await counted(10)).chunks).toHaveLength(2);
});

test('a run that is cut short tells of every study what was counted, the same share of each', async () => {
  const many: Study[] = [study, { ...study, name: 'another coin', most: 10 }];
  let begun = 0;
  const report = await calibrate({
    seed: 1,
    experiments: 20,
    studies: many,
    workers: 1,
    enough: () => begun === 3,
    work(chunk) {
      begun++;
      return runChunk({ seed: 1, studies: many, material }, chunk);
    },
  });
  const experiments = Object.values(report.nulls).map(({ heads }) => heads?.experiments);
  expect(experiments).toEqual([10, 5]);
});
