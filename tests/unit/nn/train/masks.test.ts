import { afterEach, describe, expect, it, vi } from 'vitest';
import { coresVariable } from '../../../../runner/core/cores.ts';
import { random } from '../../../../runner/core/random.ts';
import { createMasks, drawMask } from '../../../../runner/nn/train/dropout.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer, type TrainerStart } from '../../../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../../../runner/nn/train/training-program.ts';
import { engineOf } from '../engines/every-engine.ts';

const [seed, rate] = [11, 0.3];
const shapes = { 'mask.0': [301, 400], 'mask.1': [200, 100] };

function expected(step: number): Record<string, Uint8Array> {
  const drawn = Object.entries(shapes).map(([name, [rows = 0, columns = 0]], place) => {
    const mask = new Uint8Array(rows * columns);
    drawMask(mask, rate, [seed, step, place]);
    return [name, mask] as const;
  });
  return Object.fromEntries(drawn);
}

afterEach(() => vi.unstubAllEnvs());

describe('masks', () => {
  it.each(['2', '1'])(
    "are those of the step's number, however many are asked for at a time, on %s cores",
    async (all) => {
      vi.stubEnv(coresVariable, all);
      const masks = createMasks(seed, rate, shapes);
      let first = 4;
      // As at the end of an epoch, where fewer are asked for, and after it.
      for (const count of [3, 3, 1, 3, 2, 5]) {
        const drawn = await masks(first, count);
        expect(drawn).toEqual(Array.from({ length: count }, (_, index) => expected(first + index)));
        first += count;
      }
    },
  );

  it('of the coming steps are drawn in a thread while this one is at work', async () => {
    const masks = createMasks(seed, rate, { 'mask.0': [2 ** 23] });
    const took = async (step: number): Promise<number> => {
      const began = performance.now();
      await masks(step, 1);
      return performance.now() - began;
    };
    await took(0);
    const waited: number[] = [];
    const ahead: number[] = [];
    for (let step = 1; step < 4; step++) {
      // Of a step that nobody could expect; then of the next one, after this thread was blocked as by an engine.
      waited.push(await took(1000 * step));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
      ahead.push(await took(1000 * step + 1));
    }
    expect(Math.min(...ahead)).toBeLessThan(Math.min(...waited) / 3);
  });
});

describe('training with dropout', () => {
  const architecture = { cell: 'lstm', layers: 1, units: 64, embedding: 64, vocabulary: 30 } as const;
  // Masks of 131,072 elements a step: enough for a thread.
  const step: TrainingStep = {
    ...{ architecture, objective: 'every', batch: 64, steps: 16, clipNorm: 1, clipValue: null },
    optimizer: optimizer({ name: 'adam' }),
    ...{ trainEmbedding: true, dropout: 0.4, carry: true },
  };

  async function trained(start: Omit<TrainerStart, 'seed'>, from: number, to: number) {
    const trainer = await createTrainer(await engineOf('onnx'), step, { ...start, stepsDone: from, seed: 3 });
    try {
      const draw = random(8);
      const ids = () => Int32Array.from({ length: 64 * 16 }, () => draw.below(30));
      const all = Array.from({ length: to }, () => ({
        batch: { tokens: ids(), targets: ids() },
        learningRate: 0.01,
      }));
      for (let at = from; at < to; at += 2) await trainer.train(all.slice(at, Math.min(to, at + 2)));
      return { weights: await trainer.parameters(), slots: await trainer.slots(), carried: await trainer.carried() };
    } finally {
      await trainer.release();
    }
  }

  it('comes to the same weights whoever draws the masks, interrupted or not', async () => {
    const weights = initialWeights(architecture, 'glorot', 3);
    const whole = await trained({ weights }, 0, 7);
    const half = await trained({ weights }, 0, 3);
    expect(await trained(half, 3, 7)).toEqual(whole);
    vi.stubEnv(coresVariable, '1');
    expect((await trained({ weights }, 0, 7)).weights).toEqual(whole.weights);
  });
});
