/** That the bench is fair, and keeps what it measures: on contestants of its own, which take a known time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as race from '../../bench/contestants.ts';
import { keep, thisMachine } from '../../bench/outcome.ts';
import { productsOf } from '../../bench/products.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { onOneCore, ratioTo, theirs } = race;
const { path: folder, write } = temporaryFolder();

it('PyTorch is held back by no kernel that the environment names, and keeps the rest of it', () => {
  const env = { OPENBLAS_CORETYPE: 'Haswell', OPENBLAS_L2_SIZE: '512', PATH: '/bin', OPENBLAS_NUM_THREADS: '2' };
  expect(race.fairEnvironment(env)).toEqual({ PATH: '/bin', OPENBLAS_NUM_THREADS: '2' });
});

it('a contestant runs in the environment that it is given, and says what it multiplies with', async () => {
  const echo = `console.log(JSON.stringify({ ready: '1', library: process.env.KERNEL }));
for await (const line of process.stdin) console.log(JSON.stringify({ seconds: Array(JSON.parse(line).steps).fill(0.5) }));`;
  const words = [join(folder, write('echo.mjs', echo))];
  const child = await race.contestant('pytorch 2', process.execPath, words, { KERNEL: 'OpenBLAS Zen' });
  expect(child.ready).toEqual({ ready: '1', library: 'OpenBLAS Zen' });
  expect(await child.run(3)).toEqual({ seconds: [0.5, 0.5, 0.5] });
  child.end();
});

/** Takes so long a step; the first steps of a process take longer, as they do. */
function fake(name: string, seconds: number, asked: number[] = []): race.Contestant {
  let warm = 0;
  return {
    name,
    ready: { ready: '2', library: `of ${name}`, gflops: 100 * seconds },
    async run(steps) {
      asked.push(steps);
      warm += 1;
      return { seconds: Array(steps).fill(warm < 3 ? 4 * seconds : seconds), megabytes: 5, processor: 1 };
    },
    end: () => {},
  };
}

describe('a comparison', () => {
  it('warms both sides up, and counts the best of PyTorch', async () => {
    const asked: number[] = [];
    const theirSeconds = { 'pytorch 2 fused': 0.3, 'pytorch 2 plain': 0.2, 'pytorch 1 plain': 0.4 };
    const others = Object.entries(theirSeconds).map(([name, seconds]) => fake(name, seconds));
    const timings = await race.compare([fake('ours', 0.1, asked), ...others], 3, 2);
    // Two, two to guess from, half a round, then the rounds by what the half took: the slow first steps do not count.
    expect(asked).toEqual([2, 2, 3, 20, 20, 20]);
    expect(race.speedsOf(timings, 'ours')).toEqual([10, 10, 10].map((each) => expect.closeTo(each, 9)));
    expect(theirs(timings).map(({ name }) => name)).toEqual(['pytorch 2 plain', 'pytorch 2 fused', 'pytorch 1 plain']);
    expect(ratioTo(timings, theirs(timings)[0])).toBeCloseTo(2, 9);
    expect(ratioTo(timings, undefined)).toBeNull();
  });

  it('on one core sets processor time beside PyTorch’s best, round by round', () => {
    const of = (...processor: number[]) =>
      processor.map((each) => ({ secondsPerStep: 9, megabytes: 1, processor: each }));
    const timings = new Map([
      ['ours', of(7, 7, 7)],
      ['ours 1', of(0.1, 0.2, 0.1)],
      ['pytorch 1 plain', of(0.15, 0.3, 0.12)],
      ['pytorch 1 fused', of(0.4, 0.4, 0.4)],
      ['pytorch 2 plain', of(0.01, 0.01, 0.01)],
    ]);
    expect(onOneCore(timings)).toEqual({ processorMs: 100, pytorchMs: 150, ratio: expect.closeTo(1.5, 9) });
    expect(onOneCore(new Map([['ours 1', of(0.1)]]))).toEqual({ processorMs: 100, pytorchMs: null, ratio: null });
    expect(onOneCore(new Map())).toBeNull();
  });

  it('prints the kernel and the rate of PyTorch’s quickest process beside ours', async () => {
    const { ours, pytorch } = await productsOf([fake('a', 1), fake('b', 2)], 0);
    expect(pytorch).toEqual({ library: 'PyTorch 2, of b', gflops: 200 });
    expect(ours.library).toMatch(/^ONNX Runtime \d/);
    expect(ours.gflops).toBeGreaterThan(0.1);
  });
});

it('what is measured is kept by its subject, beside what was kept of others', async () => {
  const file = join(folder, 'speed.json');
  const rows = [{ case: 'a', ratio: 1.23456789 }];
  const kept = { command: 'npm run bench', date: '2026-01-02', machine: await thisMachine(), rows };
  await keep(file, 'training', kept);
  await keep(file, 'sampling', kept);
  await keep(file, 'training', { ...kept, rows: [] });
  const read = JSON.parse(readFileSync(file, 'utf8'));
  expect(Object.keys(read)).toEqual(['training', 'sampling']);
  expect(read.training.rows).toEqual([]);
  expect(read.sampling.rows).toEqual([{ case: 'a', ratio: 1.23457 }]);
  expect(read.sampling.machine.cores).toBeGreaterThan(0);
});
