import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { progressLog } from '../../../runner/experiment/training-host.ts';

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

function folder() {
  const run = mkdtempSync(join(tmpdir(), 'rnn-atlas-progress-'));
  made.push(run);
  const path = join(run, 'progress.jsonl');
  const lines = () =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { run, path, lines };
}

const progress = (step: number) => ({
  ...{ step, epoch: 1, epochs: 2, epochsDone: step / 100, share: step / 200 },
  ...{ loss: 2.123456789, tokensPerSecond: 1000, secondsLeft: 60 },
});
const point = (epoch: number) => ({
  ...{ epoch, trainingLoss: 3 - epoch, validationLoss: 3.5 - epoch, validationAccuracy: 0.1 },
  ...{ learningRate: 0.001, seconds: 1 },
});

it('writes a line at each epoch, and at most one in two seconds between', async () => {
  const { run, lines } = folder();
  let now = 0;
  const log = progressLog(run, { now: () => now, date: () => new Date('2026-01-02T03:04:05Z') });
  await log.begin(null, null);
  log.epoch(point(0), 0);
  for (let step = 1; step <= 50; step++) {
    now += 0.1;
    log.within(progress(step));
  }
  log.epoch(point(1), 50);
  expect(lines().map(({ step, validationLoss }) => [step, validationLoss])).toEqual([
    [0, 3.5],
    [1, null],
    [21, null],
    [41, null],
    [50, 2.5],
  ]);
  expect(lines()[1]).toEqual({
    ...{ step: 1, epoch: 0.01, loss: 2.12346, validationLoss: null, tokensPerSecond: 1000, secondsLeft: 60 },
    time: '2026-01-02T03:04:05.000Z',
  });
});

it('goes back to the step from which the training goes on, and mends a line that was cut off', async () => {
  const { run, path, lines } = folder();
  const clock = { now: () => 0, date: () => new Date(0) };
  const log = progressLog(run, clock);
  await log.begin(null, null);
  for (const epoch of [0, 1, 2]) log.epoch(point(epoch), 100 * epoch);
  appendFileSync(path, '{"step":210,"epo');
  const again = progressLog(run, clock);
  await again.begin({ step: 150, epoch: 1 }, null);
  again.epoch(point(2), 200);
  expect(lines().map(({ step }) => step)).toEqual([0, 100, 200]);
});

it('writes an epoch once whose last step was saved before it was evaluated', async () => {
  const { run, lines } = folder();
  const log = progressLog(run, { now: () => 0, date: () => new Date(0) });
  await log.begin(null, null);
  for (const epoch of [0, 1]) log.epoch(point(epoch), 100 * epoch);
  await log.begin({ step: 100, epoch: 0 }, null);
  log.epoch(point(1), 100);
  expect(lines().map(({ epoch }) => epoch)).toEqual([0, 1]);
});

it('begins anew with a new training, and with the curve of the one that it continues', async () => {
  const { run, path, lines } = folder();
  writeFileSync(path, 'of before\n');
  const log = progressLog(run, { now: () => 0, date: () => new Date(0) });
  const earlier = { epochs: [point(0), point(1)], bestEpoch: 1, earlier: 1, smoothed: { epoch: [], loss: [] } };
  await log.begin(null, earlier);
  log.epoch(point(2), 100);
  expect(lines().map(({ step, epoch, validationLoss }) => [step, epoch, validationLoss])).toEqual([
    [0, 0, 3.5],
    [0, 1, 2.5],
    [100, 2, 1.5],
  ]);
});
