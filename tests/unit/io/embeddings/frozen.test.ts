import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { type Architecture, embeddingWeight } from '../../../../runner/nn/models/architecture.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../runner/nn/train/trainer.ts';
import { everyEngine, inOnePass } from '../../nn/engines/every-engine.ts';

const architecture: Architecture = { cell: 'lstm', layers: 2, units: 6, embedding: 5, vocabulary: 30 };
const [batch, steps] = [4, 5];

describe.each([...everyEngine, inOnePass])('token vectors on $name', ({ open }) => {
  it.each([
    ['stay as they were, bit for bit, where training leaves them out', false],
    ['change where it does not', true],
  ])('%s', async (_, trainEmbedding) => {
    const weights = initialWeights(architecture, 'glorot', 1);
    const task = {
      ...{
        architecture,
        objective: 'every' as const,
        batch,
        steps,
        optimizer: optimizer({ name: 'adam' }),
        trainEmbedding,
      },
      ...{ clipNorm: 1, clipValue: null, dropout: 0.2, carry: true },
    };
    const trainer = await createTrainer(await open(), task, { weights, seed: 0 });
    const { below } = random(2);
    const ids = () => Int32Array.from({ length: batch * steps }, () => below(architecture.vocabulary));
    await trainer.train(
      Array.from({ length: 6 }, () => ({ batch: { tokens: ids(), targets: ids() }, learningRate: 0.1 })),
    );
    const after = await trainer.parameters();
    await trainer.release();
    const unchanged = Object.keys(after).filter((name) => isDeepStrictEqual(after[name]?.data, weights[name]?.data));
    expect(unchanged).toEqual(trainEmbedding ? [] : [embeddingWeight]);
  });
});
