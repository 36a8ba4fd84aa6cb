import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { progressLines } from '../../../runner/experiment/results/progress-schema.ts';
import { progressLog } from '../../../runner/experiment/training-host.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path, write } = temporaryFolder();
let runs = 0;

/** A new run, of which the file may hold something, and the log of a training in it by a clock that stands still. */
function aRun(text = '') {
  const name = String(runs++);
  const file = join(path, write(`${name}/progress.jsonl`, text));
  const again = (now = () => 0, date = new Date(0)) => progressLog(join(path, name), { now, date: () => date });
  const lines = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { file, again, lines };
}

const progress = (step: number) => ({
  step,
  epoch: 1,
  epochs: 2,
  epochsDone: step / 100,
  share: step / 200,
  loss: 2.123456789,
  tokensPerSecond: 1000,
  secondsLeft: 60,
});
const point = (epoch: number) => ({
  epoch,
  trainingLoss: 3 - epoch,
  validationLoss: 3.5 - epoch,
  validationAccuracy: 0.1,
  learningRate: 0.001,
  seconds: 1,
});

it('writes a line at each epoch, and at most one in two seconds between', async () => {
  const { again, lines } = aRun();
  let now = 0;
  const log = again(() => now, new Date('2026-01-02T03:04:05Z'));
  await log.begin(null, null);
  log.epoch(point(0), 0);
  for (let step = 1; step <= 50; step++) {
    now += 0.1;
    log.within(progress(step));
  }
  log.epoch(point(1), 50);
  const told = lines().map(({ step, validationLoss }) => `${step}: ${validationLoss}`);
  expect(told).toEqual(['0: 3.5', '1: null', '21: null', '41: null', '50: 2.5']);
  expect(lines()[1]).toEqual({
    step: 1,
    epoch: 0.01,
    loss: 2.12346,
    validationLoss: null,
    tokensPerSecond: 1000,
    secondsLeft: 60,
    time: '2026-01-02T03:04:05.000Z',
  });
});

it('goes back to the step from which the training goes on, and mends a line that was cut off', async () => {
  const { file, again, lines } = aRun();
  const log = again();
  await log.begin(null, null);
  for (const epoch of [0, 1, 2]) log.epoch(point(epoch), 100 * epoch);
  appendFileSync(file, '{"step":210,"epo');
  const next = again();
  await next.begin({ step: 100, epoch: 1 }, null);
  next.epoch(point(2), 200);
  expect(lines().map(({ step }) => step)).toEqual([0, 100, 200]);
});

it('writes an epoch once whose last step was saved before it was evaluated', async () => {
  const { again, lines } = aRun();
  const log = again();
  await log.begin(null, null);
  for (const epoch of [0, 1]) log.epoch(point(epoch), 100 * epoch);
  await log.begin({ step: 100, epoch: 0 }, null);
  log.epoch(point(1), 100);
  expect(lines().map(({ epoch }) => epoch)).toEqual([0, 1]);
});

it('begins anew with a new training, and with the curve of the one that it continues', async () => {
  const { again, lines } = aRun('of before\n');
  const log = again();
  await log.begin(null, { epochs: [point(0), point(1)], bestEpoch: 1, earlier: 1, smoothed: { epoch: [], loss: [] } });
  log.epoch(point(2), 100);
  const told = lines().map(({ step, epoch, validationLoss }) => [step, epoch, validationLoss]);
  expect(told.join(' ')).toBe('0,0,3.5 0,1,2.5 100,2,1.5');
});

it('of a log whole lines are read; what is still being written, or no line, is left out', () => {
  const line = (step: number) =>
    `{"step":${step},"epoch":1,"loss":2.5,"validationLoss":null,"tokensPerSecond":900,"secondsLeft":3,"time":"2026-01-02T03:04:05.000Z"}`;
  const text = `${line(1)}\n\nnonsense\n{"step":-1}\n${line(2)}\n${line(3).slice(0, 40)}`;
  expect(progressLines(text).map(({ step }) => step)).toEqual([1, 2]);
});
