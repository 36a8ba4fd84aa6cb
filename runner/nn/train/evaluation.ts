/**
 * Loss and accuracy of the current weights on a text that is not trained on. Every predicted position counts once:
 * a last, shorter batch is filled up with positions of weight 0.
 */
import { at } from '../../core/at.ts';
import { type Engine, type Program, runAll, valueNamed } from '../models/program.ts';
import { firstState, parametersOf, stateShapes, type Weights, windowForward } from '../models/reading.ts';
import type { Batch } from './trainer.ts';
import {
  forwardOperations,
  ownLossOf,
  predictedRows,
  type StepShape,
  type TrainingLoss,
  windowInputs,
} from './training-program.ts';

export interface WeightedBatch extends Batch {
  /** 1 for positions that count, 0 for filling; as many as targets. */
  weight: Float32Array;
}

export interface Evaluation {
  /** Mean cross-entropy, nats per token. */
  loss: number;
  /** Share of positions where the most likely token is right. */
  accuracy: number;
  /**
   * A loss of one's own, its mean over batches. It is of a batch as a whole, so that those filled up are left out, unless there is no
   * other. Absent: there is none.
   */
  own?: number;
}

/** What is evaluated, with a loss of one's own or without. */
interface EvaluationShape extends StepShape {
  loss?: TrainingLoss | undefined;
}

function evaluationProgram(shape: EvaluationShape): Program {
  const { architecture, objective, batch, steps, loss: own } = shape;
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
        ...(own && { own: ownLossOf(ops, own, logits, targets) }),
        // With `last`, every window starts from the zero state, which then is never replaced.
        ...(objective === 'every' ? after : {}),
      };
    },
  };
}

export async function createEvaluator(engine: Engine, shape: EvaluationShape) {
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
      const evaluation = { loss: total('loss') / count, accuracy: total('right') / count };
      if (shape.loss === undefined) return evaluation;
      const whole = outputs.filter((_, batch) => all[batch]?.weight.every((w) => w === 1));
      const values = (whole.length > 0 ? whole : outputs).map((each) => at(valueNamed(each, 'own'), 0));
      return { ...evaluation, own: values.reduce((sum, value) => sum + value, 0) / values.length };
    },
    release: executable.release,
  };
}
