/**
 * The whole network: token vectors (or one-hot), recurrent layers, decoder, loss; and its derivatives by every
 * parameter. Written once over the operations; time-major: row t * batch + b is stream b at step t.
 */
import { InputError } from '../core/errors.ts';
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  embeddingWeight,
  inputSize,
  layerParameters,
} from './architecture.ts';
import type { State, Trace } from './cells/cell.ts';
import { needed } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import { withRecurrentActivation } from './cells/recurrent-activation.ts';
import { type LayerWeights, layerBackward, layerForward } from './layer.ts';
import type { Operations, Shape } from './operations.ts';
import { type Values, valueNamed } from './program.ts';

export interface NetworkInput<T> {
  /** Token ids, [steps x batch]. */
  tokens: T;
  steps: number;
  batch: number;
  /** Each layer's state before the window. */
  initial: readonly State<T>[];
  /**
   * Dropout masks already scaled by 1 / (1 - rate), by place: 0 is the first layer's input, `layers` the decoder's.
   * Absent: no dropout.
   */
  masks?: readonly T[];
  /** Only the last step is decoded; absent: every step. */
  lastOnly?: boolean;
  /** What stands in the place of a layer's component; layers count from 1. Absent: what was computed. */
  replace?(layer: number, component: string, value: T): T;
}

export interface LayersForward<T> {
  input: NetworkInput<T>;
  /** Each layer's traces, [layer][step]. */
  traces: Trace<T>[][];
  /** What each layer read, [steps x batch, size]; null for a one-hot first layer. */
  layerInputs: (T | null)[];
  /** What the decoder read, [rows, units], after dropout. */
  decoderInput: T;
}

export interface NetworkForward<T> extends LayersForward<T> {
  /** [rows, vocabulary]: rows are steps x batch, or batch when only the last step is decoded. */
  logits: T;
}

/** Shapes of dropout's masks by place; that of a one-hot first layer is one column. */
export function maskShapes(
  architecture: Architecture,
  { batch, steps, lastOnly }: Pick<NetworkInput<unknown>, 'batch' | 'steps'> & { lastOnly: boolean },
): Shape[] {
  const inputs = Array.from({ length: architecture.layers }, (_, index): Shape => {
    const oneHot = index === 0 && architecture.embedding === 0;
    return [steps * batch, oneHot ? 1 : inputSize(architecture, index + 1)];
  });
  return [...inputs, [lastOnly ? batch : steps * batch, architecture.units]];
}

export const initialStateName = (layer: number, name: string): string => `${name}.${layer}`;

/** The states of all layers among the program's values, named `hidden.1`, `cell.1`, ... */
export function statesFrom<T>(architecture: Architecture, values: Values<T>): State<T>[] {
  return Array.from({ length: architecture.layers }, (_, index) => {
    const state = cells[architecture.cell].stateNames.map(
      (name) => [name, valueNamed(values, initialStateName(index + 1, name))] as const,
    );
    return { hidden: valueNamed(values, initialStateName(index + 1, 'hidden')), ...Object.fromEntries(state) };
  });
}

/** Runs the network over a window. */
export function networkForward<T>(
  ops: Operations<T>,
  architecture: Architecture,
  values: Values<T>,
  input: NetworkInput<T>,
): NetworkForward<T> {
  const layers = layersForward(ops, architecture, values, input);
  return { ...layers, logits: decode(ops, values, layers.decoderInput) };
}

/** The decoder: hidden states of the last layer [rows, units] to logits [rows, vocabulary]. */
export function decode<T>(ops: Operations<T>, values: Values<T>, hidden: T): T {
  return ops.matmul(hidden, valueNamed(values, decoderWeight), {
    transposeB: true,
    add: valueNamed(values, decoderBias),
  });
}

/** The network without its decoder. */
export function layersForward<T>(
  ops: Operations<T>,
  architecture: Architecture,
  values: Values<T>,
  input: NetworkInput<T>,
): LayersForward<T> {
  const { steps, batch, initial, masks, replace, lastOnly = false } = input;
  const cell = cells[architecture.cell];
  const traces: Trace<T>[][] = [];
  const layerInputs: (T | null)[] = [];
  let below: T | null = null;
  for (let layer = 1; layer <= architecture.layers; layer++) {
    const weights = layerWeights(values, layer);
    const mask = masks?.[layer - 1];
    let projected: T;
    if (below === null && architecture.embedding === 0) {
      projected = ops.add(oneHotProjection(ops, weights.inputWeight, input.tokens, mask), weights.inputBias);
      layerInputs.push(null);
    } else {
      const read: T = dropped(ops, below ?? ops.gather(valueNamed(values, embeddingWeight), input.tokens), mask);
      projected = ops.matmul(read, weights.inputWeight, { transposeB: true, add: weights.inputBias });
      layerInputs.push(read);
    }
    const layerTraces = layerForward(withRecurrentActivation(ops, architecture.recurrentActivation), cell, weights, {
      projected: stepsOf(ops, projected, steps),
      initial: needed(initial[layer - 1], 'state'),
      replace: replace === undefined ? undefined : (component, value) => replace(layer, component, value),
    });
    traces.push(layerTraces);
    const isTop = layer === architecture.layers;
    const hidden = layerTraces.map((trace) => trace.state.hidden);
    below = isTop && lastOnly ? needed(hidden.at(-1), 'hidden') : ops.concat(hidden, 0);
  }
  const decoderInput = dropped(ops, needed(below ?? undefined, 'layers'), masks?.[architecture.layers]);
  if (ops.shapeOf(decoderInput)[0] !== (lastOnly ? batch : steps * batch)) throw new Error('network: rows do not fit');
  return { input, traces, layerInputs, decoderInput };
}

export interface BackwardTask<T> {
  forward: NetworkForward<T>;
  /** Of the summed loss by the logits. */
  logitGradient: T;
  /** False leaves the token vectors out. */
  trainEmbedding: boolean;
}

/** Derivatives of the mean loss by every parameter, by name. */
export function networkBackward<T>(
  ops: Operations<T>,
  architecture: Architecture,
  values: Values<T>,
  { forward, logitGradient, trainEmbedding }: BackwardTask<T>,
): Record<string, T> {
  if ((architecture.recurrentActivation ?? 'sigmoid') !== 'sigmoid') {
    throw new InputError('activation-not-trained', {
      what: `A model with ${architecture.recurrentActivation} gates cannot be trained further`,
    });
  }
  const { input, traces, layerInputs, decoderInput } = forward;
  const { steps, tokens, masks, lastOnly = false } = input;
  const cell = cells[architecture.cell];
  const scale = 1 / needed(ops.shapeOf(logitGradient)[0], 'rows');
  const gradients: Record<string, T> = {};
  gradients[decoderWeight] = ops.transpose(ops.matmul(decoderInput, logitGradient, { transposeA: true, scale }));
  gradients[decoderBias] = ops.mul(ops.reduceSum(logitGradient, 0), ops.scalar(scale));
  const atDecoder = ops.matmul(logitGradient, valueNamed(values, decoderWeight), { scale });
  let upstream = dropped(ops, atDecoder, masks?.[architecture.layers]);
  for (let layer = architecture.layers; layer >= 1; layer--) {
    const weights = layerWeights(values, layer);
    const onlyLast = lastOnly && layer === architecture.layers;
    const perStep: (T | null)[] = onlyLast
      ? Array.from({ length: steps }, (_, t) => (t === steps - 1 ? upstream : null))
      : stepsOf(ops, upstream, steps);
    const backward = layerBackward(ops, cell, weights, {
      traces: needed(traces[layer - 1], 'traces'),
      hidden: perStep,
    });
    const names = layerParameters(layer);
    gradients[names.recurrentWeight] = backward.recurrentWeight;
    gradients[names.inputBias] = backward.inputBias;
    gradients[names.recurrentBias] = backward.recurrentBias;
    const read = layerInputs[layer - 1];
    if (read === null || read === undefined) {
      const rows = dropped(ops, backward.projected, masks?.[0]);
      gradients[names.inputWeight] = ops.transpose(ops.scatterAdd(rows, tokens, architecture.vocabulary));
      continue;
    }
    gradients[names.inputWeight] = ops.transpose(ops.matmul(read, backward.projected, { transposeA: true }));
    if (layer === 1 && !trainEmbedding) continue;
    upstream = dropped(ops, ops.matmul(backward.projected, weights.inputWeight), masks?.[layer - 1]);
    if (layer === 1) gradients[embeddingWeight] = ops.scatterAdd(upstream, tokens, architecture.vocabulary);
  }
  return gradients;
}

function layerWeights<T>(values: Values<T>, layer: number): LayerWeights<T> {
  const names = layerParameters(layer);
  return {
    inputWeight: valueNamed(values, names.inputWeight),
    recurrentWeight: valueNamed(values, names.recurrentWeight),
    inputBias: valueNamed(values, names.inputBias),
    recurrentBias: valueNamed(values, names.recurrentBias),
  };
}

/** W x for one-hot x is a column of W; dropping the one set element drops the column. */
function oneHotProjection<T>(ops: Operations<T>, inputWeight: T, tokens: T, mask: T | undefined): T {
  return dropped(ops, ops.gather(ops.transpose(inputWeight), tokens), mask);
}

const dropped = <T>(ops: Operations<T>, x: T, mask: T | undefined): T => (mask === undefined ? x : ops.mul(x, mask));

const stepsOf = <T>(ops: Operations<T>, x: T, steps: number): T[] => (steps === 1 ? [x] : ops.split(x, steps, 0));
