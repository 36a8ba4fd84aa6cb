import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { writeEvolutionStep } from '../../../../runner/experiment/results/evolution-folder.ts';
import { watchedCurve, watchedFacts, watchedRuns, watchedTraining } from '../../../../site/data/watch.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const { path: runs, write } = temporaryFolder();
const line = (step: number, epoch: number, validationLoss: number | null) =>
  `${JSON.stringify({ step, epoch, loss: 3 - epoch / 2, validationLoss, tokensPerSecond: 5300, secondsLeft: 41, time: '2026-01-02T03:04:05.000Z' })}\n`;
const training = (name: string, text: string) => write(`${name}/progress.jsonl`, text);
training('old', line(0, 0, 3) + line(10, 1, 2.5));
training('now<b>', `${line(0, 0, 3) + line(10, 1, 2.5) + line(15, 1.5, null)}{"step":20,"ep`);
write('now<b>/.lock', '{}');
training('sweep/trials/t1', line(0, 0, 3));
mkdirSync(join(runs, 'read-only-models'));
for (const epoch of [0, 1]) {
  await writeEvolutionStep(
    join(runs, 'now<b>'),
    {
      epoch,
      validationLoss: 3 - epoch / 2,
      promptLength: 1,
      tokens: ['the', '<script>', `of ${epoch}`],
      unit: 'word',
      cell: 'lstm',
      component: 'output',
      layer: 1,
      neurons: 2,
      leading: 1,
    },
    quantize([
      [0.1, 0.2, 0.3],
      [0, 1, 0.5],
    ]),
  );
}

describe('the page that watches trainings', () => {
  it('lists those at work first, and trials of sweeps, but no run that trained nothing', async () => {
    const found = await watchedRuns(runs);
    expect(found.map(({ name, working }) => [name, working])[0]).toEqual(['now<b>', true]);
    expect(found.map(({ name }) => name).sort()).toEqual(['now<b>', 'old', 'sweep/trials/t1']);
    expect(found.flatMap((run) => watchedFacts({ ...run, lines: [] }))).toContain('41 s left at most');
  });

  it('tells the curve, and the epochs in the colours of the neuron that stands out where there is none that is asked for', async () => {
    const shown = (await watchedTraining('now<b>', 99, runs)) ?? expect.fail('it is not there');
    expect(watchedCurve(shown.lines)).toMatchObject({ bestEpoch: 1, reached: 1.5 });
    expect([shown.neuron, ...shown.epochs.map(({ epoch }) => epoch)]).toEqual([1, 0, 1]);
    expect(shown.epochs[0]?.values?.[1]).toBeCloseTo(1, 2);
  });

  it('answers for runs in the folder and for nothing else on the disk', async () => {
    for (const name of ['..', '.', '', 'old/..', '/etc', 'absent', 'sweep/trials', '.cache']) {
      expect(await watchedTraining(name, null, runs)).toBeNull();
    }
    expect(await watchedRuns(join(runs, 'absent'))).toEqual([]);
  });
});
