/**
 * The whole network: token vectors (or one-hot), recurrent layers, decoder. Written once over the operations; time-major:
 * row t * batch + b is stream b at step t.
 */
import {
  type Architecture,
  carriedName,
  decoderBias,
  decoderWeight,
  embeddingWeight,
  inputSize,
  parameterName,
  projectionWeight,
  topUnits,
} from './architecture.ts';
import type { State, Trace } from './cells/cell.ts';
import { needed } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import { withRecurrentActivation } from './cells/recurrent-activation.ts';
import { biasOf, layerForward } from './layer.ts';
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
  /** Each layer's traces, [layer][step]. */
  traces: Trace<T>[][];
  /** What the decoder read, [rows, units], after dropout. */
  decoderInput: T;
}

export interface NetworkForward<T> extends LayersForward<T> {
  /** [rows, vocabulary]: rows are steps x batch, or batch when only the last step is decoded. */
  logits: T;
}

/** Shapes of dropout's masks by place; that of a one-hot first layer is one column. */
export function maskShapesByPlace(
  architecture: Architecture,
  { batch, steps, lastOnly }: Pick<NetworkInput<unknown>, 'batch' | 'steps'> & { lastOnly: boolean },
): Shape[] {
  const inputs = Array.from({ length: architecture.layers }, (_, index): Shape => {
    const oneHot = index === 0 && architecture.embedding === 0;
    return [steps * batch, oneHot ? 1 : inputSize(architecture, index + 1)];
  });
  return [...inputs, [lastOnly ? batch : steps * batch, topUnits(architecture)]];
}

/** The states of all layers among the program's values, named `hidden.1`, `cell.1`, ... */
export function statesFrom<T>(architecture: Architecture, values: Values<T>): State<T>[] {
  return Array.from({ length: architecture.layers }, (_, index) => {
    const state = cells[architecture.cell].stateNames.map(
      (name) => [name, valueNamed(values, carriedName(architecture, name, index + 1))] as const,
    );
    return { hidden: valueNamed(values, carriedName(architecture, 'hidden', index + 1)), ...Object.fromEntries(state) };
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
  let below: T | null = null;
  for (let layer = 1; layer <= architecture.layers; layer++) {
    const weights = layerWeights(values, architecture, layer);
    const mask = masks?.[layer - 1];
    let project: (weight: string) => T;
    if (below === null && architecture.embedding === 0) {
      project = (weight) => {
        const columns = oneHotProjection(ops, valueNamed(weights, weight), input.tokens, mask);
        const bias = weights[biasOf(weight)];
        return bias === undefined ? columns : ops.add(columns, bias);
      };
    } else {
      const read: T = dropped(ops, below ?? ops.gather(valueNamed(values, embeddingWeight), input.tokens), mask);
      project = (weight) =>
        ops.matmul(read, valueNamed(weights, weight), { transposeB: true, add: weights[biasOf(weight)] });
    }
    const ofInput = Object.entries(cell.parameters).filter(([, { columns }]) => columns === 'input');
    const layerTraces = layerForward(withRecurrentActivation(ops, architecture.recurrentActivation), cell, weights, {
      steps,
      projected: Object.fromEntries(ofInput.map(([weight]) => [weight, stepsOf(ops, project(weight), steps)])),
      initial: needed(initial[layer - 1], 'state'),
      ...(architecture.projection !== undefined && { projection: valueNamed(values, projectionWeight(layer)) }),
      replace: replace === undefined ? undefined : (component, value) => replace(layer, component, value),
    });
    traces.push(layerTraces);
    const isTop = layer === architecture.layers;
    const added = architecture.residual && below !== null ? stepsOf(ops, below, steps) : null;
    const given = layerTraces.map(({ state: { hidden } }, step) => {
      if (added === null) return hidden;
      const sum = ops.add(hidden, needed(added[step], 'below'));
      return replace === undefined ? sum : replace(layer, 'residual', sum);
    });
    below = isTop && lastOnly ? needed(given.at(-1), 'hidden') : ops.concat(given, 0);
  }
  const decoderInput = dropped(ops, needed(below ?? undefined, 'layers'), masks?.[architecture.layers]);
  if (ops.shapeOf(decoderInput)[0] !== (lastOnly ? batch : steps * batch)) throw new Error('network: rows do not fit');
  return { traces, decoderInput };
}

/** A layer's parameters by their names without the layer. */
const layerWeights = <T>(values: Values<T>, { cell }: Architecture, layer: number): Record<string, T> =>
  Object.fromEntries(
    Object.keys(cells[cell].parameters).map((name) => [name, valueNamed(values, parameterName(name, layer))]),
  );

/** W x for one-hot x is a column of W; dropping the one set element drops the column. */
function oneHotProjection<T>(ops: Operations<T>, inputWeight: T, tokens: T, mask: T | undefined): T {
  return dropped(ops, ops.gather(ops.transpose(inputWeight), tokens), mask);
}

const dropped = <T>(ops: Operations<T>, x: T, mask: T | undefined): T => (mask === undefined ? x : ops.mul(x, mask));

const stepsOf = <T>(ops: Operations<T>, x: T, steps: number): T[] => (steps === 1 ? [x] : ops.split(x, steps, 0));
