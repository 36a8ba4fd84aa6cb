/**
 * Loss and accuracy of the current weights on a text that is not trained on. Every predicted position counts once:
 * a last, shorter batch is filled up with positions of weight 0.
 */
import { at } from '../../core/at.ts';

import { networkForward } from '../models/network.ts';
import { type Engine, type Program, runAll, sizeOf, valueNamed } from '../models/program.ts';
import { parametersOf, stateShapes, type Weights } from '../models/reading.ts';
import type { Batch } from './trainer.ts';
import { forwardOperations, predictedRows, type StepShape, windowInputs } from './training-program.ts';

export interface WeightedBatch extends Batch {
  /** 1 for positions that count, 0 for filling; as many as targets. */
  weight: Float32Array;
}

export interface Evaluation {
  /** Mean cross-entropy, nats per token. */
  loss: number;
  /** Share of positions where the most likely token is right. */
  accuracy: number;
}

function evaluationProgram(shape: StepShape): Program {
  const { architecture, objective, batch, steps } = shape;
  return {
    name: 'evaluation',
    inputs: { ...windowInputs(shape), weight: { shape: [predictedRows(shape)], type: 'float32' } },
    state: { ...parametersOf(architecture), ...stateShapes(architecture, batch) },
    constants: {},
    build(ops, values) {
      const lastOnly = objective === 'last';
      const input = { tokens: valueNamed(values, 'tokens'), steps, batch, lastOnly };
      const { logits, after } = networkForward(ops, architecture, values, input);
      const targets = valueNamed(values, 'targets');
      const weight = valueNamed(values, 'weight');
      const total = (perRow: typeof weight) => ops.reduceSum(ops.mul(perRow, weight));
      return {
        loss: total(ops.softmaxCrossEntropy(logits, targets).loss),
        right: total(ops.isMostLikely(logits, targets)),
        // With `last`, every window starts from the zero state, which then is never replaced.
        ...(objective === 'every' ? after : {}),
      };
    },
  };
}

/** As many at a time as are asked for then; the last group may be smaller. */
function* inGroups<T>(all: Iterable<T>, size: () => number): Generator<T[]> {
  let group: T[] = [];
  for (const each of all) {
    group.push(each);
    if (group.length < size()) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

export async function createEvaluator(engine: Engine, shape: StepShape) {
  const executable = await engine.compile(evaluationProgram(shape), {
    operations: forwardOperations(shape),
    sequence: shape.steps,
    repeated: true,
  });
  return {
    async evaluate(weights: Weights, batches: Iterable<WeightedBatch>): Promise<Evaluation> {
      for (const name of Object.keys(parametersOf(shape.architecture))) {
        await executable.writeState(name, valueNamed(weights, name).data);
      }
      for (const [name, dimensions] of Object.entries(stateShapes(shape.architecture, shape.batch))) {
        await executable.writeState(name, new Float32Array(sizeOf(dimensions)));
      }
      let loss = 0;
      let right = 0;
      let count = 0;
      for (const group of inGroups(batches, () => executable.runsAtOnce ?? 1)) {
        const given = group.map(({ tokens, targets, weight }) => ({ tokens, targets, weight }));
        for (const outputs of await runAll(executable, given)) {
          loss += at(valueNamed(outputs, 'loss'), 0);
          right += at(valueNamed(outputs, 'right'), 0);
        }
        for (const { weight } of group) count += weight.reduce((sum, w) => sum + w, 0);
      }
      return { loss: loss / count, accuracy: right / count };
    },
    release: executable.release,
  };
}
