import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../../../../runner/io/formats/safetensors/file.ts';
import { type TrainStepsOptions, trainSteps, trainStepsOn } from '../../../../runner/library/train-steps.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { fixture, trainingEngines } from './every-engine.ts';

interface TrainingReference {
  batches: number[][][];
  runs: (Omit<TrainStepsOptions, 'batches'> & { losses: number[]; gradientNorms: number[] })[];
}
const { batches, runs } = JSON.parse(readFileSync(fixture('training.json'), 'utf8')) as TrainingReference;

/** Of the twelve; one-pass.test.ts holds the optimizer in one pass to the graph. */
const steps = 6;

const worst = (got: number[], wanted: number[]) =>
  Math.max(...wanted.map((value, i) => Math.abs((got[i] ?? NaN) / value - 1)));

/** With each optimizer, objective and way to clip: cells.test.ts trains every cell by every engine as the reference engine does. */
const some = runs.filter(({ cell, embedding, clipValue }) => cell === 'lstm' || embedding === 0 || clipValue !== null);

describe.each(trainingEngines)('six training steps by $name equal those of PyTorch', ({ open, engine }) => {
  it.each(engine === 'reference' ? runs : some)(
    '$cell, $layers layers, embedding $embedding, $objective, $optimizer',
    async (run) => {
      const { losses, gradientNorms } = await trainStepsOn(await open(), {
        ...run,
        weights: fixture(run.weights),
        batches: batches.slice(0, steps),
      });
      expect(losses).toHaveLength(steps);
      expect(worst(losses, run.losses.slice(0, steps))).toBeLessThan(1e-5);
      expect(worst(gradientNorms, run.gradientNorms.slice(0, steps))).toBeLessThan(1e-4);
    },
  );
});

const { path: folder, write } = temporaryFolder();

describe('trainSteps', () => {
  it('gives the weights after its last step, from which six more steps are those of PyTorch too', async () => {
    // Without momentum nothing but the weights carries over.
    const run = runs.find(({ optimizer }) => optimizer === 'sgd');
    if (run === undefined) throw new Error('no run by gradient descent');
    const first = await trainSteps({ ...run, weights: fixture(run.weights), batches: batches.slice(0, 6) });
    const weights = join(folder, write('after-six.safetensors', encodeSafetensors(first.weights, 'F32')));
    const { losses } = await trainSteps({ ...run, weights, batches: batches.slice(6) });
    expect(worst(losses, run.losses.slice(6))).toBeLessThan(1e-5);
  });

  const weights = fixture('train-lstm.safetensors');
  const task = { cell: 'lstm', embedding: 8, optimizer: 'sgd', learningRate: 1, weights, batches } as const;
  it.each([
    ['ragged batches', { batches: [[[0, 1], [2]]] }, /trainSteps: batches must be \[step\]\[time\]\[batch\]/],
    ['weights of another cell', { cell: 'gru' }, /A gru has 3 blocks of rows/],
  ] as const)('refuses %s by name', async (_what, change, why) => {
    await expect(trainSteps({ ...task, ...change })).rejects.toThrow(why);
  });
});
