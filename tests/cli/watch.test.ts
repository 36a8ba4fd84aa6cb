import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPublishedEvolution, readResult } from '../../runner/results/read.ts';
import { experiment, experimentHere, workFolder } from './command.ts';
import { manifest, prose, untested } from './texts.ts';

const folder = workFolder();
folder.write('text.txt', prose(400));
const settings = { ...untested, train: { epochs: 2, batch: 8, window: 8 } };
folder.write('plain.yaml', manifest(settings));
folder.write('watched.yaml', manifest({ ...settings, watch: 'text' }));
const weights = (run: string) => readFileSync(folder.at(run, 'checkpoint/weights.safetensors'));

describe('the text that a model writes', { timeout: 120_000 }, () => {
  it('is shown after every epoch in the terminal, published with its activations, and changes no training', async () => {
    const watched = await experiment(folder, ['watched.yaml']);
    expect(watched.code, watched.stderr).toBe(0);
    const titles = watched.stderr.split('\n').filter((line) => line.includes(' writes'));
    expect(titles.map((title) => title.replace(/, coloured by neuron \d+/, ''))).toEqual([
      'The untrained model writes:',
      'After epoch 1 the model writes:',
      'After epoch 2 the model writes:',
    ]);
    // In a folder of runs of its own, so that it is trained, too.
    expect((await experimentHere(folder, ['plain.yaml', 'runs=elsewhere'])).stderr).not.toContain('writes');
    expect(weights('runs/watched')).toEqual(weights('elsewhere/plain'));

    const directory = folder.at('public/results/watched');
    const result = await readResult(directory);
    const evolution = await readPublishedEvolution(directory, result);
    expect(evolution?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(evolution?.activations?.tokens).toBe(3 * (20 + 3));
    // The last epoch is the best: the model that is published writes the very same text.
    if (result.learningCurve?.bestEpoch === 2) {
      expect(evolution?.epochs[2]?.tokens).toEqual(result.texts.sampled.tokens);
    }
    expect((await readResult(folder.at('public/results/plain'))).evolution).toBeUndefined();
  });
});
