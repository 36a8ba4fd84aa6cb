/**
 * Loss and accuracy of the current weights on a text that is not trained on. Every predicted position counts once:
 * a last, shorter batch is filled up with positions of weight 0.
 */
import { at } from '../../core/at.ts';
import { type Engine, type Program, runAll, valueNamed } from '../models/program.ts';
import { firstState, parametersOf, stateShapes, type Weights, windowForward } from '../models/reading.ts';
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
      const { logits, after } = windowForward(ops, architecture, values, input);
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
      for (const [name, state] of Object.entries(firstState(shape.architecture, shape.batch)))
        await executable.writeState(name, state);
      const all = Array.from(batches, ({ tokens, targets, weight }) => ({ tokens, targets, weight }));
      const outputs = await runAll(executable, all);
      const total = (name: string) => outputs.reduce((sum, each) => sum + at(valueNamed(each, name), 0), 0);
      const count = all.reduce((sum, { weight }) => sum + weight.reduce((own, w) => own + w, 0), 0);
      return { loss: total('loss') / count, accuracy: total('right') / count };
    },
    release: executable.release,
  };
}
