import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Interrupted, RunError } from '../../../../runner/core/errors.ts';
import { random } from '../../../../runner/core/random.ts';
import { trainStepsOn } from '../../../../runner/library/train-steps.ts';
import { mapValues } from '../../../../runner/nn/models/program.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { curveUpTo } from '../../../../runner/nn/train/learning-curve.ts';
import type { SavedState } from '../../../../runner/nn/train/saved-state.ts';
import {
  type TrainingHost,
  type TrainingSettings,
  type TrainingTask,
  train,
} from '../../../../runner/nn/train/train.ts';
import type { TrainingLoss } from '../../../../runner/nn/train/training-program.ts';
import { counting } from '../../analysis/reading/recorded.ts';
import { engineNames, engineOf, inOnePass } from '../engines/every-engine.ts';

const trained = [...engineNames, 'onnx, in one pass'] as const;

const settings: TrainingSettings = {
  ...({ objective: 'every', best: 'loss', epochs: 2, batch: 2, window: 4, shuffle: true, flipInput: false } as const),
  rare: null,
  dropout: 0.2,
  clipNorm: 1,
  clipValue: null,
  trainEmbedding: true,
  patience: null,
  optimizer: { name: 'adam', learningRate: 0.02, schedule: 'linear', warmUp: 3 },
};
const architecture = { cell: 'lstm', layers: 1, units: 6, embedding: 4, vocabulary: 5 } as const;

/** A text in which each token follows from the one before, most of the time. */
function documents(count: number, seed: number): Int32Array[] {
  const source = random(seed);
  return Array.from({ length: count }, () => {
    let token = source.below(5);
    return Int32Array.from({ length: 30 }, () => {
      token = source.uniform() < 0.8 ? (token + 1) % 5 : source.below(5);
      return token;
    });
  });
}

async function task(engine: (typeof trained)[number], changes: Partial<TrainingSettings> = {}): Promise<TrainingTask> {
  return {
    engine: engine === 'onnx, in one pass' ? await inOnePass.open() : await engineOf(engine),
    architecture,
    settings: { ...settings, ...changes },
    seed: 5,
    trainingHash: 'a'.repeat(64),
    initial: initialWeights(architecture, 'glorot', 5),
    training: documents(12, 1),
    validation: documents(3, 2),
  };
}

/** A host in memory whose clock ticks a second at each look. */
function memoryHost(interruptAt = Infinity) {
  let state: SavedState | null = null;
  let [looks, seconds] = [0, 0];
  const kept: Record<string, Float32Array>[] = [];
  const host: TrainingHost = {
    now: () => ++seconds,
    load: async () => state,
    save: async (saved) => {
      state = structuredClone(saved);
    },
    keep: async (weights) => {
      kept.push(mapValues(weights, ({ data }) => data.slice()));
    },
    onProgress: () => {},
    onEpoch: () => {},
    onResume: () => {},
    pause: async () => {},
    interrupted: () => ++looks === interruptAt,
  };
  return { host, kept, state: () => state };
}

const withoutSeconds = (curve: Awaited<ReturnType<typeof train>>) => ({
  ...curve,
  epochs: curve.epochs.map(({ seconds, ...point }) => point),
});

it('continues the learning curve of the model that it goes on from, without training otherwise', async () => {
  const plain = await train(await task('reference'), memoryHost().host);
  const earlier = curveUpTo(plain, 1);
  const seen: number[] = [];
  const { host } = memoryHost();
  const continued = await train(
    { ...(await task('reference')), earlier },
    { ...host, onEpoch: ({ epoch }, { step }) => seen.push(epoch, step) },
  );
  const points = ({ epochs }: typeof plain) => epochs.map(({ epoch, validationLoss }) => [epoch, validationLoss]);
  // Both trainings begin with the same weights: what the second adds is what the first one had from its beginning.
  const added = plain.epochs.slice(1).map(({ epoch, validationLoss }) => [epoch + 1, validationLoss]);
  expect(points(continued)).toEqual([...points(plain).slice(0, 2), ...added]);
  expect(continued.earlier).toBe(1);
  expect([2, 3]).toContain(continued.bestEpoch);
  expect(seen.filter((_, index) => index % 2 === 0)).toEqual([2, 3]);
  const { epoch } = continued.smoothed;
  expect(epoch.at(-1)).toBe(3);
  expect(epoch).toEqual([...new Set(epoch)].toSorted((a, b) => a - b));
});

describe.each(trained)('training on the engine %s', (engine) => {
  it('learns, and reports the untrained model as epoch 0', async () => {
    const { host, kept } = memoryHost();
    const optimizer = { ...settings.optimizer, learningRate: 0.06 };
    const learning = { ...(await task(engine, { dropout: 0, epochs: 3, optimizer })), training: documents(24, 1) };
    const curve = await train(learning, host);
    expect(curve.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    expect(curve.epochs[0]?.validationLoss).toBeCloseTo(Math.log(5), 0);
    // The text's own entropy is 0.84 x -ln 0.84 + 4 x 0.04 x -ln 0.04 = 0.66 nats.
    const last = curve.epochs.at(-1);
    expect(last?.validationLoss).toBeLessThan(1.1);
    expect(last?.validationAccuracy).toBeGreaterThan(0.7);
    expect(kept.length).toBeGreaterThan(0);
  });

  // 44 steps an epoch: the onnx engine takes this small model's steps forty at a time, 40 and 44.
  const moments = engine === 'onnx' ? [1, 2, 3, 4] : [1, 7, 44, 45];
  const unbroken = memoryHost();
  let whole: Awaited<ReturnType<typeof train>> | null = null;
  it.each(moments)('interrupted at pause %i goes on to the same curve and weights', async (step) => {
    whole ??= await train(await task(engine), unbroken.host);
    const broken = memoryHost(step);
    await expect(train(await task(engine), broken.host)).rejects.toThrow(Interrupted);
    const resumed = await train(await task(engine), broken.host);
    expect(withoutSeconds(resumed)).toEqual(withoutSeconds(whole));
    expect(broken.state()?.parameters).toEqual(unbroken.state()?.parameters);
    expect(broken.kept.at(-1)).toEqual(unbroken.kept.at(-1));
  });

  it('stops when patience is over and keeps the best epoch', async () => {
    const { host, kept } = memoryHost();
    const steep = { name: 'sgd', learningRate: 1e-9, schedule: 'constant', warmUp: 0 } as const;
    const curve = await train(await task(engine, { epochs: 9, patience: 2, best: 'accuracy', optimizer: steep }), host);
    expect(curve.bestEpoch).toBe(1);
    // Two epochs without a better one after the first.
    expect(curve.epochs.at(-1)?.epoch).toBe(3);
    expect(kept).toHaveLength(1);
  });

  it('stops with an explanation when the loss is no number', async () => {
    const wild = { name: 'sgd', learningRate: 1e30, schedule: 'constant', warmUp: 0 } as const;
    const diverging = train(await task(engine, { clipNorm: null, optimizer: wild }), memoryHost().host);
    await expect(diverging).rejects.toThrow(RunError);
    await expect(diverging).rejects.toThrow(/Training diverged in epoch 1 .* Lower train.optimizer.learningRate/);
  });
});

describe('a loss of one’s own', () => {
  const mean: TrainingLoss = (ops, logits, targets) => {
    const { loss } = ops.softmaxCrossEntropy(logits, targets);
    return ops.mul(ops.reduceSum(loss), ops.scalar(1 / (ops.shapeOf(loss)[0] ?? 1)));
  };
  /** Minus the mean cross-entropy: it asks for the tokens that do not come. */
  const unlearning: TrainingLoss = (ops, logits, targets) => ops.sub(ops.scalar(0), mean(ops, logits, targets));
  const wild = { name: 'sgd', learningRate: 300, schedule: 'constant', warmUp: 0 } as const;

  it.each<[string, TrainingLoss | undefined]>([
    ['the usual loss', undefined],
    ['the same as one’s own', mean],
    [
      'the same less its first value',
      (ops, logits, targets) => ops.sub(mean(ops, logits, targets), ops.scalar(Math.log(5))),
    ],
  ])('that grows without bound stops the training within the epoch: %s', async (_, loss) => {
    const given = await task('reference', { clipNorm: null, dropout: 0, optimizer: wild });
    const steps: string[] = [];
    const training = train({ ...given, loss, training: documents(60, 1) }, memoryHost().host);
    await training.catch(({ message }: Error) =>
      steps.push(/in epoch 1 at step (\d+): the loss is/.exec(message)?.[1] ?? message),
    );
    expect(Number(steps[0])).toBeLessThan(100);
  });

  it('that raises the cross-entropy is trained, and its best epoch is that of the least value on the validation texts', async () => {
    const optimizer = { name: 'adam', learningRate: 0.05, schedule: 'constant', warmUp: 0 } as const;
    const { host, kept } = memoryHost();
    const curve = await train(
      { ...(await task('reference', { epochs: 3, dropout: 0, optimizer })), loss: unlearning },
      host,
    );
    const [first, ...own] = curve.epochs.map(({ validationOwnLoss = Number.NaN }) => validationOwnLoss);
    expect(first).toBeCloseTo(-Math.log(5), 0);
    expect(curve.epochs.at(-1)?.validationLoss).toBeGreaterThan(3 * Math.log(5));
    expect(curve.bestEpoch).toBe(1 + own.indexOf(Math.min(...own)));
    expect(curve.bestEpoch).toBe(3);
    expect(kept).toHaveLength(3);
  });

  it('is on the validation texts what the usual one is, but for what fills up the last batch', async () => {
    // 29 predicted positions of each of two streams: seven windows of four, and one that is filled up.
    const given = { ...(await task('reference', { dropout: 0 })), loss: mean, validation: documents(2, 2) };
    const { epochs } = await train(given, memoryHost().host);
    for (const { validationLoss, validationOwnLoss } of epochs) {
      expect(validationOwnLoss).not.toBe(validationLoss);
      expect(Math.abs((validationOwnLoss ?? 0) - validationLoss)).toBeLessThan(0.05);
    }
  });

  it('goes on with from an earlier training, and after an interruption, as if there had been none', async () => {
    const earlier = curveUpTo(await train(await task('reference'), memoryHost().host), 1);
    const given = async () => ({ ...(await task('reference')), loss: unlearning, earlier });
    const whole = await train(await given(), memoryHost().host);
    expect(whole.epochs.map(({ validationOwnLoss }) => validationOwnLoss === undefined)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const broken = memoryHost(7);
    await expect(train(await given(), broken.host)).rejects.toThrow(Interrupted);
    expect(withoutSeconds(await train(await given(), broken.host))).toEqual(withoutSeconds(whole));
  });
});

/** The plain engine, whose program of that name fails when it is run or written to. */
async function failing(program: string, what: 'run' | 'writeState') {
  const plain = await engineOf('reference');
  return counting({
    name: plain.name,
    device: plain.device,
    async compile(each, workload) {
      const compiled = await plain.compile(each, workload);
      return { ...compiled, ...(each.name === program && { [what]: () => Promise.reject(new Error('no')) }) };
    },
  });
}

it.each([
  ['evaluation', 'run'],
  ['training', 'run'],
  ['training', 'writeState'],
] as const)('what is opened for a training is released where the %s fails at its %s', async (program, what) => {
  const { engine, told } = await failing(program, what);
  await expect(train({ ...(await task('reference')), engine }, memoryHost().host)).rejects.toThrow('no');
  expect(told.open).toEqual([]);
});

it.each(['run', 'writeState'] as const)(
  'it is released by trainSteps too, where a step fails at its %s',
  async (what) => {
    const { engine, told } = await failing('training', what);
    const weights = fileURLToPath(new URL('../../../fixtures/reference/train-rnn.safetensors', import.meta.url));
    const options = { cell: 'rnn', embedding: 8, optimizer: 'sgd', learningRate: 1, weights } as const;
    await expect(trainStepsOn(engine, { ...options, batches: [[[0], [1]]] })).rejects.toThrow('no');
    expect(told.open).toEqual([]);
  },
);
