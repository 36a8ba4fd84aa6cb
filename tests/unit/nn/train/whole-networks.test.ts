/** Training steps of RWKV-4 and Mamba, whose losses and derivatives are PyTorch's, and which learn. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../../runner/core/at.ts';
import { valueNamed } from '../../../../runner/nn/models/program.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { inOnePass, trainingEngines } from '../engines/every-engine.ts';
import { deviation, type Expected, expectedIn, networkAt } from '../models/readers/reference-networks.ts';

/** Of W in y = W x, from what came back to y and x, [tokens, rows] and [tokens, columns]. */
function ofMatrix(back: Expected, { shape: [tokens = 0, columns = 0], data }: Expected): Expected {
  const rows = back.data.length / tokens;
  const sums = new Float32Array(rows * columns);
  for (let t = 0; t < tokens; t++)
    for (const [i, sum] of sums.entries())
      sums[i] = sum + at(back.data, t * rows + Math.floor(i / columns)) * at(data, t * columns + (i % columns));
  return { shape: [rows, columns], data: sums };
}

const times = ({ shape, data }: Expected, factor: Expected): Expected => ({
  shape,
  data: Float32Array.from(data, (value, i) => value * at(factor.data, i)),
});

type Of = (name: string) => Expected;
const networks: [string, string, file: string, name: string, gradientOf: (of: Of) => Expected][] = [
  // x = y + g * (P h)
  [
    'RWKV-4',
    'rwkv4',
    'rwkv4/rwkv4-float32.pth',
    'blocks.1.ffn.value.weight',
    (of) => ofMatrix(times(of('gradient.residual.2'), of('channelGate.2')), of('channelHidden.2')),
  ],
  // x = x' + W o
  [
    'Mamba',
    'mamba1',
    'mamba1/original',
    'backbone.layers.1.mixer.out_proj.weight',
    (of) => ofMatrix(of('gradient.residual.2'), of('gated.2')),
  ],
];

describe.each([...trainingEngines, inOnePass])('by $name', ({ open }) => {
  it.each(networks)(
    'a step of %s has PyTorch’s loss and derivatives, and others follow',
    async (_, folder, file, name, gradientOf) => {
      const { architecture, weights } = await networkAt(file);
      const { ids, of } = await expectedIn(`${folder}/expected.npz`, `${folder}/derivatives.npz`);
      const steps = ids.length - 1;
      const batch = { tokens: Int32Array.from(ids.slice(0, steps)), targets: Int32Array.from(ids.slice(1)) };
      const step = {
        ...({ architecture, objective: 'every', batch: 1, steps, optimizer: optimizer({ name: 'sgd' }) } as const),
        clipNorm: null,
        clipValue: null,
        trainEmbedding: true,
        dropout: 0,
        carry: false,
      };
      const trainer = await createTrainer(await open(), step, { weights, seed: 0 });
      // Of the mean over the tokens; theirs is of the sum.
      const [first] = await trainer.train([{ batch, learningRate: 1 }]);
      const after = valueNamed(await trainer.parameters(), name).data;
      const taken = valueNamed(weights, name).data.map((value, i) => steps * (value - at(after, i)));
      const mean = Array.from(of('loss').data).reduce((sum, loss) => sum + loss, 0) / steps;
      expect(first?.loss).toBeCloseTo(mean, 4);
      expect(deviation(taken, gradientOf(of))).toBeLessThan(1e-4);
      const more = await trainer.train(Array.from({ length: 5 }, () => ({ batch, learningRate: 0.3 })));
      expect(more.at(-1)?.loss).toBeLessThan(0.7 * mean);
      await trainer.release();
    },
  );
});
