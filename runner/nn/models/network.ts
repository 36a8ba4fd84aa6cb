/**
 * Networks of cells: token vectors (or one-hot), recurrent layers, decoder. Written once over the operations; time-major:
 * row t * batch + b is stream b at step t.
 */
import { item } from '../../core/at.ts';
import {
  type Architecture,
  carriedName,
  decoderBias,
  decoderWeight,
  embeddingWeight,
  inputSize,
  outputArray,
  outputSize,
  parameterName,
  parameterShapes,
  projectionWeight,
  unitsOfArray,
} from './architecture.ts';
import { type Cell, componentName, type State, type StepInput } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import { withRecurrentActivation } from './cells/recurrent-activation.ts';
import type { Operations, Shape } from './operations.ts';
import { type Values, valueNamed } from './program.ts';
import type { ArrayFacts, ComponentAbout, NetworkReader, Tap } from './readers/reader.ts';

export interface NetworkInput<T> {
  /** Token ids, [steps x batch]. */
  tokens: T;
  steps: number;
  batch: number;
  /**
   * Dropout masks already scaled by 1 / (1 - rate), by place: 0 is the first layer's input, `layers` the decoder's.
   * Absent: no dropout.
   */
  masks?: readonly T[];
  /** Only the last step is decoded; absent: every step. */
  lastOnly?: boolean;
  /** Absent: what was computed stands. */
  tap?: Tap<T>;
}

/** Shapes of dropout's masks by place; that of a one-hot first layer is one column. */
export function maskShapesByPlace(
  architecture: Architecture,
  { batch, steps, lastOnly }: Pick<NetworkInput<unknown>, 'batch' | 'steps'> & { lastOnly: boolean },
): Shape[] {
  const { layers, embedding } = architecture;
  const inputs = Array.from({ length: layers }, (_, index): Shape => {
    const oneHot = index === 0 && embedding === 0;
    return [steps * batch, oneHot ? 1 : inputSize(architecture, index + 1)];
  });
  return [...inputs, [lastOnly ? batch : steps * batch, outputSize(architecture, layers)]];
}

/**
 * Runs the network over a window.
 * @param values the parameters, and the states before the window (`hidden.1`, `cell.1`, ...).
 * @returns logits [rows, vocabulary], rows being steps x batch, or batch when only the last step is decoded; and the states
 * after the window, by the same names.
 */
export function networkForward<T>(
  ops: Operations<T>,
  architecture: Architecture,
  values: Values<T>,
  input: NetworkInput<T>,
): { logits: T; after: Record<string, T> } {
  const { top, after } = layersForward(ops, architecture, values, input);
  return { logits: decode(ops, values, top), after };
}

/** The decoder: what the last layer gives, [rows, units], to logits [rows, vocabulary]. */
const decode = <T>(ops: Operations<T>, values: Values<T>, top: T): T =>
  ops.matmul(top, valueNamed(values, decoderWeight), { transposeB: true, add: valueNamed(values, decoderBias) });

/** The network without its decoder. @returns what that reads, [rows, units], after dropout; and the states after the window. */
function layersForward<T>(
  ops: Operations<T>,
  architecture: Architecture,
  values: Values<T>,
  { tokens, steps, batch, masks, lastOnly = false, tap = (_component, _layer, value) => value }: NetworkInput<T>,
): { top: T; after: Record<string, T> } {
  const { layers, embedding, projection, residual } = architecture;
  const cell = cells[architecture.cell];
  const after: Record<string, T> = {};
  let below: T | null = null;
  for (let layer = 1; layer <= layers; layer++) {
    const named = (name: string): T => valueNamed(values, parameterName(name, layer));
    const weights = Object.fromEntries(Object.keys(cell.parameters).map((name) => [name, named(name)]));
    const mask = masks?.[layer - 1];
    const isOneHot = below === null && embedding === 0;
    const read: T | null = isOneHot
      ? null
      : dropped(ops, below ?? ops.gather(valueNamed(values, embeddingWeight), tokens), mask);
    const project = (weight: string): T => {
      const [matrix, bias] = [valueNamed(weights, weight), weights[biasOf(weight)]];
      if (read !== null) return ops.matmul(read, matrix, { transposeB: true, add: bias });
      // W x for one-hot x is a column of W; dropping the one set element drops the column.
      const columns = dropped(ops, ops.gather(ops.transpose(matrix), tokens), mask);
      return bias === undefined ? columns : ops.add(columns, bias);
    };
    const ofInput = Object.entries(cell.parameters).filter(([, { columns }]) => columns === 'input');
    const carried = (name: string): string => carriedName(architecture, name, layer);
    const states = layerForward(withRecurrentActivation(ops, architecture.recurrentActivation), cell, weights, {
      steps,
      projected: Object.fromEntries(ofInput.map(([weight]) => [weight, stepsOf(ops, project(weight), steps)])),
      state: (name) => valueNamed(values, carried(name)),
      ...(projection !== undefined && { projection: valueNamed(values, projectionWeight(layer)) }),
      tap: (component, value) => tap(component, layer, value),
    });
    for (const name of cell.stateNames) after[carried(name)] = valueNamed(item(states, steps - 1), name);
    const added: T[] | null = residual && below !== null ? stepsOf(ops, below, steps) : null;
    const given = states.map(
      ({ hidden }, step): T => (added === null ? hidden : tap('residual', layer, ops.add(hidden, item(added, step)))),
    );
    below = layer === layers && lastOnly ? item(given, steps - 1) : ops.concat(given, 0);
  }
  if (below === null) throw new Error('network: there is no layer');
  const top = dropped(ops, below, masks?.[layers]);
  if (ops.shapeOf(top)[0] !== (lastOnly ? batch : steps * batch)) throw new Error('network: rows do not fit');
  return { top, after };
}

const dropped = <T>(ops: Operations<T>, x: T, mask: T | undefined): T => (mask === undefined ? x : ops.mul(x, mask));

const stepsOf = <T>(ops: Operations<T>, x: T, steps: number): T[] => (steps === 1 ? [x] : ops.split(x, steps, 0));

/** The bias that is added to a matrix' products, if the cell has one. */
export const biasOf = (weight: string): string => weight.replace('weight', 'bias');

interface LayerInput<T> extends Pick<StepInput<T>, 'tap'> {
  steps: number;
  /** Of each matrix that multiplies the input, what `StepInput.read` gives at each step. */
  projected: Readonly<Record<string, readonly T[]>>;
  /** Before the first step. */
  state(name: string): T;
  /** Of a projected layer, [projection, units]. */
  projection?: T;
}

/**
 * Steps the cell over projected inputs.
 * @param weights the layer's parameters by their names without the layer.
 * @returns the state after each step; of a projected layer its hidden state is what it is brought to.
 */
export function layerForward<T>(
  ops: Operations<T>,
  cell: Cell,
  weights: Values<T>,
  { steps, projected, state, projection, tap }: LayerInput<T>,
): State<T>[] {
  const states: State<T>[] = [];
  for (let step = 0; step < steps; step++) {
    const before = states.at(-1);
    const after = cell.forward({
      ops,
      read: (weight) => item(valueNamed(projected, weight), step),
      product: (weight, of) =>
        ops.matmul(of, valueNamed(weights, weight), { transposeB: true, add: weights[biasOf(weight)] }),
      vector: (name) => valueNamed(weights, name),
      state: (name) => (before === undefined ? state(name) : valueNamed(before, name)),
      tap,
    });
    const brought = () => tap('projected', ops.matmul(after.hidden, projection as T, { transposeB: true }));
    states.push(projection === undefined ? after : { ...after, hidden: brought() });
  }
  return states;
}

/** What a layer gives, where that is not its hidden state. Any rotation of them is the same network. */
const given = {
  projected: { name: 'projected hidden state', symbol: 'r', formula: 'r = W_r h', role: 'stream' },
  residual: {
    name: 'stream after the layer',
    symbol: 'y',
    formula: 'y = h + x, of a projected layer r + x',
    role: 'stream',
  },
} as const satisfies Record<string, ComponentAbout>;

export function cellReader(architecture: Architecture): NetworkReader {
  const { cell, layers, vocabulary, embedding, projection, residual } = architecture;
  const { components, stateNames } = cells[cell];
  const ofCell = Object.entries(components).map(([component, { name, symbol, formula, range }]) => {
    return [component, { name, symbol, formula, range }] as const;
  });
  const numbers = Array.from({ length: layers }, (_, index) => index + 1);
  const { [decoderWeight]: weight = [], [decoderBias]: bias = [], ...step } = parameterShapes(architecture);
  const arrays = numbers.flatMap((layer): ArrayFacts[] => {
    const ofLayer = Object.entries<ComponentAbout>({
      ...(projection !== undefined && { projected: given.projected }),
      ...(residual && layer > 1 && { residual: given.residual }),
    });
    return [...ofCell, ...ofLayer].map(([component, about]) => {
      const name = componentName(component, layer);
      return { name, component, layer, width: unitsOfArray(architecture, name), about };
    });
  });
  return {
    is: `the cell is ${cell}`,
    ...{ layers, vocabulary, embedding, arrays },
    widthOf: (array) => unitsOfArray(architecture, array),
    states: Object.fromEntries(
      numbers.flatMap((layer) =>
        stateNames.map((state) => {
          const name = carriedName(architecture, state, layer);
          return [name, { shape: [unitsOfArray(architecture, name)], first: 0 }] as const;
        }),
      ),
    ),
    parameters: { step, decoder: { [decoderWeight]: weight, [decoderBias]: bias } },
    decoderReads: outputArray(architecture, layers),
    step: (ops, values, { tokens, streams, tap }) =>
      layersForward(ops, architecture, values, { tokens, steps: 1, batch: streams, tap }).after,
    decode,
  };
}
