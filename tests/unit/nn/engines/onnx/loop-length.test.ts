/** How long loops are, and that their length changes no number. */
import { describe, expect, it } from 'vitest';
import { onnxEngine } from '../../../../../runner/nn/engines/onnx/engine.ts';
import { lengthOnCpu, pacedLength } from '../../../../../runner/nn/engines/onnx/loop-length.ts';
import { initialWeights } from '../../../../../runner/nn/train/initialization.ts';
import { optimizer } from '../../../../../runner/nn/train/optimizers/optimizers.ts';
import { createTrainer } from '../../../../../runner/nn/train/trainer.ts';
import type { TrainingStep } from '../../../../../runner/nn/train/training-program.ts';

const program = (elements: number) => ({ inputs: { 'mask.0': { shape: [elements], type: 'uint8' as const } } });

describe('on the CPU a loop', () => {
  it('is as many runs as take about two seconds there, between 2 and 40, and always the same', () => {
    expect([1e8, 4e11 / 20, 4e11, 1e13, Number.POSITIVE_INFINITY].map(lengthOnCpu)).toEqual([40, 20, 2, 2, 2]);
  });
});

describe('on cuda a loop', () => {
  it('becomes as long as two seconds, whatever the card, and follows when it slows down', () => {
    const length = pacedLength(program(100));
    const lengths: number[] = [];
    let perRun = 0.01;
    for (let loop = 0; loop < 12; loop++) {
      if (loop === 8) perRun = 0.04;
      lengths.push(length.next);
      length.heard(length.next, length.next * perRun);
    }
    expect(lengths).toEqual([4, 16, 64, 200, 200, 200, 200, 200, 200, 50, 50, 50]);
  });

  it('does not learn from a shorter one, as at the end of an epoch, which pays its start all the same', () => {
    const length = pacedLength(program(100));
    length.heard(4, 0.1);
    expect(length.next).toBe(16);
    length.heard(1, 5);
    expect(length.next).toBe(16);
  });

  it('holds no more inputs than fit into a quarter of a gigabyte, and never fewer than two runs', () => {
    const masks = pacedLength(program(2 ** 22));
    for (let loop = 0; loop < 9; loop++) masks.heard(masks.next, 1e-6);
    expect(masks.next).toBe(64);
    expect(pacedLength(program(2 ** 28)).next).toBe(2);
    const slow = pacedLength(program(100));
    slow.heard(4, 1000);
    expect(slow.next).toBe(2);
  });
});

const task: TrainingStep = {
  ...{ architecture: { cell: 'lstm', layers: 2, units: 12, embedding: 6, vocabulary: 40 }, objective: 'every' },
  ...{ batch: 5, steps: 7, optimizer: optimizer({ name: 'adam' }), clipNorm: 1, clipValue: null },
  ...{ trainEmbedding: true, dropout: 0.4, carry: true },
};

describe('a training as on cuda', () => {
  it('asks for more steps at a time as its loops prove quick, and comes to what the CPU comes to', async () => {
    let clock = 0;
    const now = () => {
      clock += 10;
      return clock;
    };
    const weights = initialWeights(task.architecture, 'glorot', 1);
    const ids = (step: number) => Int32Array.from({ length: 35 }, (_, i) => (step * 11 + i * 7) % 40);
    const train = async (engine: ReturnType<typeof onnxEngine>) => {
      const trainer = await createTrainer(engine, task, { weights, seed: 3 });
      const asked: number[] = [];
      const losses: number[] = [];
      while (losses.length < 50) {
        const count = Math.min(trainer.stepsAtOnce, 50 - losses.length);
        asked.push(count);
        const from = losses.length;
        const steps = Array.from({ length: count }, (_, i) => ({
          batch: { tokens: ids(from + i), targets: ids(from + i + 1) },
          learningRate: 0.01,
        }));
        losses.push(...(await trainer.train(steps)).map(({ loss }) => loss));
      }
      const parameters = await trainer.parameters();
      await trainer.release();
      return { asked, losses, parameters };
    };
    const cuda = await train(onnxEngine(1, 'cuda', { provider: 'cpu', now }));
    const cpu = await train(onnxEngine(1));
    expect(cuda.asked).toEqual([4, 16, 30]);
    expect(cpu.asked).toEqual([40, 10]);
    cpu.losses.forEach((loss, step) => {
      expect(cuda.losses[step]).toBeCloseTo(loss, 5);
    });
    for (const [name, { data }] of Object.entries(cpu.parameters)) {
      const own = cuda.parameters[name]?.data;
      const most = data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (own?.[i] ?? Number.NaN))), 0);
      expect(most, name).toBeLessThan(1e-4);
    }
  });
});
