import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chosenEpochs, evolutionToPublish } from '../../../runner/experiment/evolution.ts';
import { quantize } from '../../../runner/experiment/results/activations.ts';
import { readEvolution, writeEvolutionStep } from '../../../runner/experiment/results/evolution-folder.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: run, write } = temporaryFolder();
const range = (length: number) => Array.from({ length }, (_, index) => index);

it('of the epochs all are published where they are few, else twelve with the first, the best and the last', () => {
  expect([...chosenEpochs(range(12), 3)]).toEqual(range(12));
  const chosen = chosenEpochs(range(101), 37);
  expect(chosen.size).toBeLessThanOrEqual(12);
  expect([...chosen]).toEqual(expect.arrayContaining([0, 37, 100]));
});

describe('the texts of a training', () => {
  const sample = { prompt: 'a', length: 1, temperature: 1 };
  const record = { layer: 1, component: 'hidden' } as const;

  it('are read in the order of their epochs, without what is damaged, and joined when they are published', async () => {
    for (const epoch of [10, 0, 2]) {
      const step = { epoch, validationLoss: 2, promptLength: 1, tokens: ['a', 'b'], unit: 'word' as const };
      const rows = quantize([epoch, 1].map((first, row) => [first, row === 0 ? -epoch : 0]));
      await writeEvolutionStep(run, { ...step, ...record, neurons: 2, leading: null, sample }, rows);
    }
    write('evolution/5.bin', '{"epoch":5');
    const { steps, damaged } = await readEvolution(run);
    expect([steps.map(({ epoch }) => epoch), damaged]).toEqual([[0, 2, 10], ['5.bin']]);
    const published = await evolutionToPublish(run, { record, sample }, 2);
    expect(published?.epochs.map(({ epoch }) => epoch)).toEqual([0, 2, 10]);
    expect(published?.activations?.map((row) => [...row])).toEqual([
      [0, 0, 2, -2, 10, -10],
      [1, 0, 1, 0, 1, 0],
    ]);
    const other = await evolutionToPublish(run, { record: { ...record, component: 'output' }, sample }, 2);
    expect(other?.activations).toBeNull();
    expect(await evolutionToPublish(join(run, 'absent'), { record, sample }, 2)).toBeNull();
  });

  it.each([{ length: 2 }, { prompt: 'b' }, { temperature: 0.5 }])(
    'are not published where they were written for other settings, by an earlier manifest or in the run that lent its model: %o',
    async (other) => {
      expect(await evolutionToPublish(run, { record, sample: { ...sample, ...other } }, 2)).toBeNull();
    },
  );
});
