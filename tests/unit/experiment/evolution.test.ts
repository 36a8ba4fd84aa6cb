import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chosenEpochs, evolutionToPublish } from '../../../runner/experiment/evolution.ts';
import { quantize } from '../../../runner/experiment/results/activations.ts';
import { readEvolution, writeEvolutionStep } from '../../../runner/experiment/results/evolution-folder.ts';
import type { EvolutionStep } from '../../../runner/experiment/results/evolution-schema.ts';

const run = mkdtempSync(join(tmpdir(), 'rnn-atlas-evolution-'));
afterAll(() => rmSync(run, { recursive: true, force: true }));
const range = (length: number) => Array.from({ length }, (_, index) => index);

describe('the epochs that are published', () => {
  it('are all, where they are few', () => {
    expect([...chosenEpochs(range(12), 3)]).toEqual(range(12));
  });

  it('are at most twelve of many, with the first, the best and the last', () => {
    const chosen = chosenEpochs(range(101), 37);
    expect(chosen.size).toBeLessThanOrEqual(12);
    expect([0, 37, 100].every((epoch) => chosen.has(epoch))).toBe(true);
  });
});

describe('the texts of a training', () => {
  const asked = { prompt: 'a', length: 1, temperature: 1 };
  const step = (epoch: number): EvolutionStep => ({
    ...{ epoch, validationLoss: 2, promptLength: 1, tokens: ['a', 'b'] },
    unit: 'word',
    component: 'hidden',
    ...{ layer: 1, neurons: 2, leading: null },
    sample: asked,
  });

  it('are read in the order of their epochs, without what is damaged, and joined when they are published', async () => {
    for (const epoch of [10, 0, 2]) {
      await writeEvolutionStep(
        run,
        step(epoch),
        quantize([
          [epoch, -epoch],
          [1, 0],
        ]),
      );
    }
    writeFileSync(join(run, 'evolution/5.bin'), '{"epoch":5');
    const { steps, damaged } = await readEvolution(run);
    expect(steps.map(({ epoch }) => epoch)).toEqual([0, 2, 10]);
    expect(damaged).toEqual(['5.bin']);
    const record = { layer: 1, component: 'hidden' } as const;
    const published = await evolutionToPublish(run, { record, sample: asked }, 2);
    expect(published?.epochs.map(({ epoch }) => epoch)).toEqual([0, 2, 10]);
    expect(published?.activations?.map((row) => [...row])).toEqual([
      [0, 0, 2, -2, 10, -10],
      [1, 0, 1, 0, 1, 0],
    ]);
    const other = await evolutionToPublish(run, { record: { layer: 1, component: 'output' }, sample: asked }, 2);
    expect(other?.activations).toBeNull();
    expect(await evolutionToPublish(join(run, 'absent'), { record, sample: asked }, 2)).toBeNull();
  });

  it('are not published where they were written for other settings: by an earlier manifest, or in the run that lent its model', async () => {
    const record = { layer: 1, component: 'hidden' } as const;
    for (const other of [{ length: 2 }, { prompt: 'b' }, { temperature: 0.5 }]) {
      expect(
        await evolutionToPublish(run, { record, sample: { ...asked, ...other } }, 2),
        JSON.stringify(other),
      ).toBeNull();
    }
  });
});
