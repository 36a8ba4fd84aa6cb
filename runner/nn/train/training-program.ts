/**
 * One training step as one program: forward, backward through time, clipping, optimizer. The parameters, the
 * optimizer's slots and (with carried state) the hidden states stay in the engine between steps.
 */
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  embeddingWeight,
  matricesOf,
  parameterName,
  parameterShapes,
  projectionWeight,
  topUnits,
} from '../models/architecture.ts';
import { needed } from '../models/cells/cell.ts';
import { cells } from '../models/cells/cells.ts';
import { differentiate } from '../models/differentiate.ts';
import { networkForward, maskShapesByPlace as shapesByPlace } from '../models/network.ts';
import type { Operations, Shape } from '../models/operations.ts';
import { type Program, sizeOf, type TensorSpec, type Values, valueNamed } from '../models/program.ts';
import { stateShapes } from '../models/reading.ts';
import { type Clipping, clipping } from './clipping.ts';
import type { Optimizer } from './optimizers/optimizers.ts';
import { heldShape, isTransposed } from './transposed.ts';

/** What is computed at once of a training or an evaluation. */
export interface StepShape {
  architecture: Architecture;
  objective: 'every' | 'last';
  batch: number;
  /** Tokens read in a step. */
  steps: number;
}

export interface TrainingStep extends StepShape, Clipping {
  optimizer: Optimizer;
  trainEmbedding: boolean;
  /** Share of elements dropped, 0 to 1; masks come as inputs when above 0. */
  dropout: number;
  /** True: the hidden states carry over to the next step; false: every step starts from the zero state. */
  carry: boolean;
}

export const slotName = (slot: string, parameter: string): string => `${slot} ${parameter}`;
/** Input [batch, 1]: 0 sets a stream's carried states to zero before the step, 1 keeps them. */
export const keepState = 'keepState';
export const maskName = (place: number): string => `mask.${place}`;

/** Names of the parameters that training changes. */
export function trainedParameters({
  architecture,
  trainEmbedding,
}: Pick<TrainingStep, 'architecture' | 'trainEmbedding'>) {
  return Object.entries(parameterShapes(architecture)).filter(([name]) => trainEmbedding || name !== embeddingWeight);
}

/** Names and shapes of the optimizer's slots. */
export function slotShapes(step: TrainingStep): Record<string, Shape> {
  const all = trainedParameters(step).flatMap(([name, shape]) =>
    step.optimizer.slots.map((slot): [string, Shape] => [slotName(slot, name), shape]),
  );
  return Object.fromEntries(all);
}

/** Dropout masks (1 keeps, 0 drops) by name, in the order of their places; none without dropout. */
export function maskShapes({
  architecture,
  batch,
  steps,
  objective,
  dropout,
}: Pick<TrainingStep, 'architecture' | 'batch' | 'steps' | 'objective' | 'dropout'>): Record<string, Shape> {
  if (dropout === 0) return {};
  const shapes = shapesByPlace(architecture, { batch, steps, lastOnly: objective === 'last' });
  return Object.fromEntries(shapes.map((shape, place) => [maskName(place), shape]));
}

/** About how many additions and multiplications a step takes: those of its matrix products, forward and backward. */
export const operationsPerStep = (shape: StepShape): number => 3 * forwardOperations(shape);

/** Those of the way forward alone. */
export function forwardOperations({ architecture, objective, batch, steps }: StepShape): number {
  const { layers, embedding, vocabulary } = architecture;
  const rows = steps * batch;
  const shapes = parameterShapes(architecture);
  const size = (name: string) => sizeOf(valueNamed(shapes, name));
  const ofLayers = Array.from({ length: layers }, (_, index) => {
    // One-hot input is a look-up.
    const read = index === 0 && embedding === 0 ? [] : matricesOf(architecture, index + 1, 'input');
    const projection = architecture.projection === undefined ? [] : [projectionWeight(index + 1)];
    return [...read, ...matricesOf(architecture, index + 1, 'units'), ...projection];
  }).flat();
  const recurrent = ofLayers.reduce((sum, name) => sum + size(name), 0);
  const decoded = objective === 'last' ? batch : rows;
  return 2 * (recurrent * rows + topUnits(architecture) * vocabulary * decoded);
}

/**
 * Inputs: `tokens` [steps x batch] and `targets` [steps x batch] (or [batch] when only the last position counts),
 * time-major; the optimizer's scalars; masks; `keep` (1 / share kept) with dropout.
 * Outputs: `loss` (mean, nats) before the step and `gradientNorm` before clipping.
 */
export function trainingProgram(step: TrainingStep): Program {
  const { architecture, batch, optimizer, carry } = step;
  const scalars = Object.keys(optimizer.scalars(1, 1)).map((name): [string, Shape] => [name, []]);
  return {
    name: 'training',
    inputs: { ...stepInputs(step), ...specs(scalars, 'float32') },
    state: { ...heldShapes(step), ...(carry ? stateShapes(architecture, batch) : {}) },
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
  const { architecture, batch, carry } = step;
  return {
    name: 'gradients',
    inputs: stepInputs(step),
    state: { ...inHeldShape(parameterShapes(architecture)), ...(carry ? stateShapes(architecture, batch) : {}) },
    constants: {},
    build(ops, given) {
      const { results, gradients, norm, factor } = derivatives(ops, step, given);
      const { loss, ...next } = results;
      return {
        loss: needed(loss, 'loss'),
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

function stepInputs(step: TrainingStep): Record<string, TensorSpec> {
  const { batch, steps, carry, dropout } = step;
  return {
    tokens: { shape: [steps * batch], type: 'int32' },
    targets: { shape: [predictedRows(step)], type: 'int32' },
    ...specs(Object.entries(maskShapes(step)), 'uint8'),
    ...(carry ? specs([[keepState, [batch, 1]]], 'float32') : {}),
    ...(dropout > 0 ? specs([['keep', []]], 'float32') : {}),
  };
}

const predictedRows = ({ objective, steps, batch }: TrainingStep): number =>
  objective === 'last' ? batch : steps * batch;

/** The loss (and the carried states after the step), the gradients of the trained parameters, and how they are clipped. */
function derivatives<T>(ops: Operations<T>, step: TrainingStep, given: Values<T>) {
  const { architecture, batch, steps, objective, carry } = step;
  const carried = stateShapes(architecture, batch);
  const { results, gradients } = differentiate(ops, given, fromTheLoss(step), (ops, held) => {
    const values = { ...held, ...transposed(ops, parameterShapes(architecture), held) };
    const before = carry ? keptStates(ops, carried, values) : zeroStates(ops, carried);
    const { logits, after } = networkForward(
      ops,
      architecture,
      { ...values, ...before },
      {
        tokens: valueNamed(values, 'tokens'),
        steps,
        batch,
        lastOnly: objective === 'last',
        masks: Object.keys(maskShapes(step)).map((name) =>
          ops.mul(ops.toFloat(valueNamed(values, name)), valueNamed(values, 'keep')),
        ),
      },
    );
    const { loss } = ops.softmaxCrossEntropy(logits, valueNamed(values, 'targets'));
    const mean = ops.mul(ops.reduceSum(loss), ops.scalar(1 / predictedRows(step)));
    return { loss: mean, ...(carry ? after : {}) };
  });
  return { results, gradients, ...clipping(ops, gradients, step) };
}

/**
 * The parameters that training changes as the way back from the loss comes to them, in which order their squares are
 * summed: to the last bit, what a training comes to depends on it.
 */
function fromTheLoss(step: TrainingStep): string[] {
  const layers = Array.from({ length: step.architecture.layers }, (_, index) => {
    const ofInput = matricesOf(step.architecture, index + 1, 'input');
    const others = Object.keys(cells[step.architecture.cell].parameters)
      .map((name) => parameterName(name, index + 1))
      .filter((name) => !ofInput.includes(name));
    const projection = step.architecture.projection === undefined ? [] : [projectionWeight(index + 1)];
    return [...projection, ...others, ...ofInput];
  });
  const trained = [decoderWeight, decoderBias, ...layers.toReversed().flat()];
  return step.trainEmbedding && step.architecture.embedding > 0 ? [...trained, embeddingWeight] : trained;
}

/** The parameters and slots as the training holds them. */
const heldShapes = (step: TrainingStep): Record<string, Shape> =>
  inHeldShape({ ...parameterShapes(step.architecture), ...slotShapes(step) });

function inHeldShape(shapes: Readonly<Record<string, Shape>>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, heldShape(name, shape)]));
}

/** The matrices that are held transposed, in PyTorch's layout. */
function transposed<T>(ops: Operations<T>, shapes: Record<string, Shape>, values: Values<T>): Record<string, T> {
  const matrices = Object.entries(shapes).filter(([name, shape]) => isTransposed(name, shape));
  return Object.fromEntries(matrices.map(([name]) => [name, ops.transpose(valueNamed(values, name))]));
}

function updates<T>(
  ops: Operations<T>,
  step: TrainingStep,
  values: Values<T>,
  { gradients, clipped }: { gradients: Record<string, T>; clipped(ops: Operations<T>, gradient: T): T },
): Record<string, T> {
  const { slots, update } = step.optimizer;
  const results: Record<string, T> = {};
  for (const [name] of trainedParameters(step)) {
    const changing = [name, ...slots.map((slot) => slotName(slot, name))];
    const before = changing.map((each) => valueNamed(values, each));
    const after = ops.elementwise([valueNamed(gradients, name), ...before], (each, [gradient, parameter, ...old]) => {
      const slotValues = Object.fromEntries(slots.map((slot, i) => [slot, needed(old[i], slot)]));
      const direction = clipped(each, needed(gradient, 'gradient'));
      const updated = update(each, {
        parameter: needed(parameter, name),
        gradient: direction,
        slots: slotValues,
        scalars: values,
      });
      return [updated.parameter, ...slots.map((slot) => valueNamed(updated.slots, slot))];
    });
    changing.forEach((each, i) => {
      results[each] = needed(after[i], each);
    });
  }
  return results;
}

function keptStates<T>(ops: Operations<T>, shapes: Record<string, Shape>, values: Values<T>): Record<string, T> {
  const kept = (name: string) => ops.mul(valueNamed(values, name), valueNamed(values, keepState));
  return Object.fromEntries(Object.keys(shapes).map((name) => [name, kept(name)]));
}

function zeroStates<T>(ops: Operations<T>, shapes: Record<string, Shape>): Record<string, T> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, ops.zeros(shape)]));
}

function specs(shapes: readonly [string, Shape][], type: TensorSpec['type']): Record<string, TensorSpec> {
  return Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, type }]));
}
