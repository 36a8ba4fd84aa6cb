/**
 * One training step as one program: forward, backward through time, clipping, optimizer. The parameters, the
 * optimizer's slots and (with carried state) the hidden states stay in the engine between steps.
 */
import { InputError } from '../../core/errors.ts';
import {
  decoderBias,
  decoderWeight,
  embeddingWeight,
  matricesOf,
  outputSize,
  parameterName,
  projectionWeight,
} from '../models/architecture.ts';
import { cells } from '../models/cells/cells.ts';
import { differentiate } from '../models/differentiate.ts';
import type { Operations, Shape } from '../models/operations.ts';
import { mapValues, type Program, sizeOf, type TensorSpec, type Values, valueNamed } from '../models/program.ts';
import {
  firstOf,
  isOfCells,
  operationsPerToken,
  parametersOf,
  type Readable,
  stateShapes,
  windowForward,
} from '../models/reading.ts';
import type { Optimizer } from './optimizers/optimizers.ts';

export interface Clipping {
  /** Gradients are scaled so that their joint norm is at most this; null: not. */
  clipNorm: number | null;
  /** Each element is cut to [-clipValue, clipValue]; null: not. */
  clipValue: number | null;
}

/** What is computed at once of a training or an evaluation. */
export interface StepShape {
  architecture: Readable;
  objective: 'every' | 'last';
  batch: number;
  /** Tokens read in a step. */
  steps: number;
}

/**
 * A loss of one's own, written over the operations as cells are, so that it is part of the step on every engine.
 * @param logits [rows, vocabulary] @param targets ids, [rows] @returns a scalar
 */
export type TrainingLoss = <T>(ops: Operations<T>, logits: T, targets: T) => T;

export interface TrainingStep extends StepShape, Clipping {
  /** Absent: the mean cross-entropy, nats. */
  loss?: TrainingLoss | undefined;
  optimizer: Optimizer;
  trainEmbedding: boolean;
  /** Share of elements dropped, 0 to 1; masks come as inputs when above 0. Of a whole network: 0. */
  dropout: number;
  /** True: the hidden states carry over to the next step; false: every step starts from the zero state. */
  carry: boolean;
}

export const slotName = (slot: string, parameter: string): string => `${slot} ${parameter}`;
/** Input [batch, 1]: 0 sets a stream's carried states to zero before the step, 1 keeps them. */
export const keepState = 'keepState';

/** Of the table of token vectors, in every network, and of an optimizer's slots for it. */
const isTable = (name: string): boolean => /emb\w*\.weight$/.test(name);

/**
 * Whether a training holds a parameter, or a slot of one, transposed, [in, out] instead of PyTorch's [out, in]. A weight's gradient
 * is then X^T D with the wide matrix of derivatives D as it is; D^T X, which PyTorch's layout asks for, took a half longer where
 * D has 13,000 columns. Token vectors stay as they are.
 */
export const isTransposed = (name: string, shape: Shape): boolean => shape.length === 2 && !isTable(name);

/** Names and shapes of the parameters that training changes. */
export const trainedParameters = (step: Pick<TrainingStep, 'architecture' | 'trainEmbedding'>) =>
  Object.entries(parametersOf(step.architecture)).filter(([name]) => step.trainEmbedding || !isTable(name));

/** Names and shapes of the optimizer's slots. */
export function slotShapes(step: TrainingStep): Record<string, Shape> {
  const all = trainedParameters(step).flatMap(([name, shape]) =>
    step.optimizer.slots.map((slot): [string, Shape] => [slotName(slot, name), shape]),
  );
  return Object.fromEntries(all);
}

/** Dropout masks (1 keeps, 0 drops) by name, in the order of their places; none without dropout. */
export function maskShapes(step: StepShape & Pick<TrainingStep, 'dropout'>): Record<string, Shape> {
  const { architecture, batch, steps } = step;
  if (step.dropout === 0 || !isOfCells(architecture)) return {};
  const { layers, embedding } = architecture;
  // Of a one-hot input one column.
  const widths = [embedding || 1, ...Array.from({ length: layers }, (_, index) => outputSize(architecture, index + 1))];
  return Object.fromEntries(
    widths.map((width, place) => [`mask.${place}`, [place === layers ? predictedRows(step) : steps * batch, width]]),
  );
}

/** How many positions are predicted. */
export const predictedRows = ({ objective, steps, batch }: StepShape): number =>
  objective === 'last' ? batch : steps * batch;

/** About how many additions and multiplications a step takes: those of its matrix products, forward and backward. */
export const operationsPerStep = (shape: StepShape): number => 3 * forwardOperations(shape);

/** Those of the way forward alone. */
export function forwardOperations({ architecture, objective, batch, steps }: StepShape): number {
  const rows = steps * batch;
  if (!isOfCells(architecture)) return rows * operationsPerToken(architecture);
  const { layers, embedding, vocabulary } = architecture;
  const shapes = parametersOf(architecture);
  const size = (name: string) => sizeOf(valueNamed(shapes, name));
  const ofLayers = Array.from({ length: layers }, (_, index) => {
    // One-hot input is a look-up.
    const read = index === 0 && embedding === 0 ? [] : matricesOf(architecture, index + 1, 'input');
    const projection = architecture.projection === undefined ? [] : [projectionWeight(index + 1)];
    return [...read, ...matricesOf(architecture, index + 1, 'units'), ...projection];
  }).flat();
  const recurrent = ofLayers.reduce((sum, name) => sum + size(name), 0);
  const decoded = predictedRows({ architecture, objective, batch, steps });
  return 2 * (recurrent * rows + outputSize(architecture, layers) * vocabulary * decoded);
}

/**
 * Inputs: `tokens` [steps x batch] and `targets` [steps x batch] (or [batch] when only the last position counts),
 * time-major; the optimizer's scalars; masks; `keep` (1 / share kept) with dropout.
 * Outputs: `loss` (mean, nats) before the step and `gradientNorm` before clipping.
 */
export function trainingProgram(step: TrainingStep): Program {
  const scalar = (): TensorSpec => ({ shape: [], type: 'float32' });
  return {
    name: 'training',
    inputs: { ...stepInputs(step), ...mapValues(step.optimizer.scalars(1, 1), scalar) },
    state: heldShapes(step, { ...parametersOf(step.architecture), ...slotShapes(step) }),
    constants: {},
    build(ops, given) {
      const { results, gradients, norm, clipped } = derivatives(ops, step, given);
      return { ...results, gradientNorm: norm, ...updates(ops, step, given, { gradients, clipped }) };
    },
  };
}

export const gradientName = (parameter: string): string => `gradient ${parameter}`;
export const nextName = (state: string): string => `next ${state}`;
/** What the gradients are to be multiplied by. */
export const clippingFactor = 'clippingFactor';

/**
 * The same without the update, which is done outside: state are the parameters alone (and the carried states), and the results
 * are `loss`, `gradientNorm`, `clippingFactor`, the gradients as the parameters are held, by `gradientName`, and the carried
 * states after the step, by `nextName`.
 */
export function gradientProgram(step: TrainingStep): Program {
  return {
    name: 'gradients',
    inputs: stepInputs(step),
    state: heldShapes(step, parametersOf(step.architecture)),
    constants: {},
    build(ops, given) {
      const { results, gradients, norm, factor } = derivatives(ops, step, given);
      const { loss: _loss, ...next } = results;
      return {
        loss: valueNamed(results, 'loss'),
        gradientNorm: norm,
        [clippingFactor]: factor ?? ops.scalar(1),
        ...renamed(gradients, gradientName),
        ...renamed(next, nextName),
      };
    },
  };
}

const renamed = <T>(values: Readonly<Record<string, T>>, name: (of: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [name(key), value]));

/** Beside parameters, in the shapes in which a training holds them, the carried states. */
const heldShapes = (step: TrainingStep, shapes: Readonly<Record<string, Shape>>): Record<string, Shape> => ({
  ...mapValues(shapes, (shape, name) => (isTransposed(name, shape) ? shape.toReversed() : shape)),
  ...(step.carry ? stateShapes(step.architecture, step.batch) : {}),
});

function stepInputs(step: TrainingStep): Record<string, TensorSpec> {
  const masks = Object.entries(maskShapes(step)).map(([name, shape]) => [name, { shape, type: 'uint8' }] as const);
  return {
    ...windowInputs(step),
    ...Object.fromEntries(masks),
    ...(step.carry && { [keepState]: { shape: [step.batch, 1], type: 'float32' } }),
    ...(step.dropout > 0 && { keep: { shape: [], type: 'float32' } }),
  };
}

export const windowInputs = (shape: StepShape): Record<'tokens' | 'targets', TensorSpec> => ({
  tokens: { shape: [shape.steps * shape.batch], type: 'int32' },
  targets: { shape: [predictedRows(shape)], type: 'int32' },
});

/** The loss (and the carried states after the step), the gradients of the trained parameters, and how they are clipped. */
function derivatives<T>(ops: Operations<T>, step: TrainingStep, given: Values<T>) {
  const { architecture, batch, steps, objective, carry } = step;
  const { results, gradients } = differentiate(ops, given, fromTheLoss(step), (ops, held) => {
    const parameters = mapValues(parametersOf(architecture), (shape, name) => {
      const value = valueNamed(held, name);
      return isTransposed(name, shape) ? ops.transpose(value) : value;
    });
    const values = { ...held, ...parameters };
    const before = mapValues(stateShapes(architecture, batch), (shape, name) => {
      const first = firstOf(architecture, name);
      if (!carry) return first === 0 ? ops.zeros(shape) : ops.add(ops.zeros(shape), ops.scalar(first));
      const streams = valueNamed(values, keepState);
      const keep = shape.length === 2 ? streams : ops.reshape(streams, [batch, ...shape.slice(1).fill(1)]);
      const kept = ops.mul(valueNamed(values, name), keep);
      return first === 0 ? kept : ops.add(kept, ops.mul(ops.sub(ops.scalar(1), keep), ops.scalar(first)));
    });
    const masks = Object.keys(maskShapes(step)).map((name) =>
      ops.mul(ops.toFloat(valueNamed(values, name)), valueNamed(values, 'keep')),
    );
    const input = { tokens: valueNamed(values, 'tokens'), steps, batch, lastOnly: objective === 'last', masks };
    const { logits, after } = windowForward(ops, architecture, { ...values, ...before }, input);
    return { loss: lossOf(ops, step, logits, valueNamed(values, 'targets')), ...(carry ? after : {}) };
  });
  return { results, gradients, ...clipping(ops, gradients, step) };
}

function lossOf<T>(ops: Operations<T>, step: TrainingStep, logits: T, targets: T): T {
  if (step.loss === undefined) {
    const { loss } = ops.softmaxCrossEntropy(logits, targets);
    return ops.mul(ops.reduceSum(loss), ops.scalar(1 / predictedRows(step)));
  }
  return ownLossOf(ops, step.loss, logits, targets);
}

/** @throws InputError where a loss of one's own is no scalar. */
export function ownLossOf<T>(ops: Operations<T>, own: TrainingLoss, logits: T, targets: T): T {
  const loss = own(ops, logits, targets);
  const shape = ops.shapeOf(loss);
  if (shape.length === 0) return loss;
  const fix = 'Sum or average it: ops.reduceSum(loss)';
  throw new InputError('loss-unusable', { what: `The loss is [${shape}] and should be one number`, fix });
}

/**
 * The parameters that training changes as the way back from the loss comes to them, in which order their squares are
 * summed: to the last bit, what a training comes to depends on it.
 */
function fromTheLoss(step: TrainingStep): string[] {
  const { architecture } = step;
  const names = trainedParameters(step).map(([name]) => name);
  if (!isOfCells(architecture)) return names.toReversed();
  const layers = Array.from({ length: architecture.layers }, (_, index) => {
    const ofInput = matricesOf(architecture, index + 1, 'input');
    const others = Object.keys(cells[architecture.cell].parameters)
      .map((name) => parameterName(name, index + 1))
      .filter((name) => !ofInput.includes(name));
    const projection = architecture.projection === undefined ? [] : [projectionWeight(index + 1)];
    return [...projection, ...others, ...ofInput];
  });
  const all = [decoderWeight, decoderBias, ...layers.toReversed().flat(), embeddingWeight];
  return all.filter((name) => names.includes(name));
}

/** The new parameters and slots. */
function updates<T>(
  ops: Operations<T>,
  step: TrainingStep,
  values: Values<T>,
  { gradients, clipped }: { gradients: Record<string, T>; clipped(gradient: T): T },
): Record<string, T> {
  const { slots, update } = step.optimizer;
  const results: Record<string, T> = {};
  for (const [name] of trainedParameters(step)) {
    const after = update(ops, {
      gradient: clipped(valueNamed(gradients, name)),
      parameter: valueNamed(values, name),
      slots: Object.fromEntries(slots.map((slot) => [slot, valueNamed(values, slotName(slot, name))])),
      scalars: values,
    });
    results[name] = after.parameter;
    for (const slot of slots) results[slotName(slot, name)] = valueNamed(after.slots, slot);
  }
  return results;
}

/** PyTorch's guard against division by zero. */
const guard = 1e-6;

/**
 * Gradient clipping, by the global norm, then by value, as PyTorch's clip_grad_norm_ and clip_grad_value_ do: the gradients' joint
 * norm before it, a scalar, and the function that clips a gradient; where that multiplies, the factor.
 * Source: Pascanu, Mikolov & Bengio 2013.
 */
function clipping<T>(
  ops: Operations<T>,
  gradients: Readonly<Record<string, T>>,
  { clipNorm, clipValue }: Clipping,
): { norm: T; factor: T | null; clipped: (gradient: T) => T } {
  const squares = Object.values(gradients).map((gradient) => ops.sumOfSquares(gradient));
  const norm = ops.sqrt(squares.reduce((sum, square) => ops.add(sum, square)));
  const share = (most: number) => ops.div(ops.scalar(most), ops.add(norm, ops.scalar(guard)));
  const factor = clipNorm === null ? null : ops.minimum(ops.scalar(1), share(clipNorm));
  return {
    norm,
    factor,
    clipped(gradient) {
      const scaled = factor === null ? gradient : ops.mul(gradient, factor);
      if (clipValue === null) return scaled;
      return ops.minimum(ops.maximum(scaled, ops.scalar(-clipValue)), ops.scalar(clipValue));
    },
  };
}
