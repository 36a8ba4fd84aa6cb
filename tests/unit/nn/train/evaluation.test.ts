import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { createEvaluator, type WeightedBatch } from '../../../../runner/nn/train/evaluation.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import type { StepShape } from '../../../../runner/nn/train/training-program.ts';
import { trainingEngines } from '../engines/every-engine.ts';

const architecture = { cell: 'lstm', layers: 1, units: 12, embedding: 6, vocabulary: 60 } as const;
const weights = initialWeights(architecture, 'glorot', 1);

/** Batches whose last positions do not count. */
function batches({ objective, batch, steps }: StepShape, count: number): WeightedBatch[] {
  const draw = random(4);
  const ids = (length: number) => Int32Array.from({ length }, () => draw.below(60));
  const rows = objective === 'last' ? batch : steps * batch;
  return Array.from({ length: count }, (_, index) => ({
    tokens: ids(steps * batch),
    targets: ids(rows),
    weight: new Float32Array(rows).fill(1, 0, index === count - 1 ? rows - 3 : rows),
  }));
}

/** The engine without its loops: every batch is a run of its own, of a program that is not repeated. */
const oneByOne = (engine: Engine): Engine => ({ ...engine, compile: (program) => engine.compile(program) });

async function evaluated(engine: Engine, shape: StepShape, times = 1) {
  const evaluator = await createEvaluator(engine, shape);
  try {
    const found: object[] = [];
    for (let time = 0; time < times; time++) found.push(await evaluator.evaluate(weights, batches(shape, 45)));
    return found;
  } finally {
    await evaluator.release();
  }
}

const ofLoops = trainingEngines.filter(({ engine }) => engine === 'onnx');
const others = trainingEngines.filter(({ engine }) => engine !== 'reference');

describe.each(['every', 'last'] as const)('the evaluation of a text with the objective %s', (objective) => {
  const shape: StepShape = { architecture, objective, batch: 5, steps: 6 };

  it.each(ofLoops)('in loops on $name is the same to the last bit', async ({ open }) => {
    const engine = await open();
    const [first, second] = await evaluated(engine, shape, 2);
    expect(second).toEqual(first);
    expect([first]).toEqual(await evaluated(oneByOne(engine), shape));
  });

  let byReference: Promise<object[]> | null = null;
  it.each(others)('is that of the reference engine on $name', async ({ open }) => {
    const [found] = await evaluated(await open(), shape);
    byReference ??= evaluated(referenceEngine, shape);
    const [expected] = (await byReference) as [{ loss: number; accuracy: number }];
    expect(found).toEqual({ loss: expect.closeTo(expected.loss, 5), accuracy: expect.closeTo(expected.accuracy, 6) });
  });
});
