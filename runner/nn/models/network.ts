/**
 * Networks of cells: token vectors (or one-hot), recurrent layers, decoder. Written once over the operations; time-major:
 * row t * batch + b is stream b at step t.
 */
import { item } from '../../core/at.ts';
import {
  type Architecture,
  decoderBias,
  decoderWeight,
  embeddingWeight,
  outputSize,
  parameterName,
  projectionWeight,
  unitsOf,
} from './architecture.ts';
import { componentName, type State, withRecurrentActivation } from './cells/cell.ts';
import { cells } from './cells/cells.ts';
import type { Operations } from './operations.ts';
import { mapValues, type Values, valueNamed } from './program.ts';
import type { ActivationInfo, Hook, NetworkReader } from './readers/reader.ts';
import { readerFrom, type StepScope, scopeOf } from './readers/scope.ts';

interface Window<T> {
  steps: number;
  /**
   * Dropout masks already scaled by 1 / (1 - rate), by place: 0 is the first layer's input, `layers` the decoder's.
   * Absent: no dropout.
   */
  masks?: readonly T[];
  /** Only the last step is decoded; absent: every step. */
  lastOnly?: boolean;
}

export interface NetworkInput<T> extends Window<T> {
  /** Token ids, [steps x batch]. */
  tokens: T;
  batch: number;
  /** Absent: what was computed stands. */
  hook?: Hook<T>;
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
  { tokens, batch, hook, ...window }: NetworkInput<T>,
): { logits: T; after: Record<string, T> } {
  const after: Record<string, T> = {};
  const s = scopeOf(ops, values, { streams: batch, after, hook });
  return { logits: decode(s, layersForward(s, architecture, tokens, window), architecture), after };
}

/** The decoder: what the last layer gives, [rows, units], to logits [rows, vocabulary]. */
const decode = <T>({ ops, weight }: StepScope<T>, top: T, architecture: Architecture): T => {
  const { vocabulary, layers } = architecture;
  const matrix = weight(decoderWeight, vocabulary, outputSize(architecture, layers));
  return ops.matmul(top, matrix, { transposeB: true, add: weight(decoderBias, vocabulary) });
};

/** The network without its decoder. @returns what that reads, [rows, units], after dropout. */
function layersForward<T>(
  s: StepScope<T>,
  architecture: Architecture,
  tokens: T,
  { steps, masks, lastOnly = false }: Window<T>,
): T {
  const { ops } = s;
  const { layers, vocabulary, embedding, projection, residual } = architecture;
  const cell = cells[architecture.cell];
  const gates = withRecurrentActivation(ops, architecture.recurrentActivation);
  const dropped = (x: T, place: number): T => (masks?.[place] === undefined ? x : ops.mul(x, masks[place]));
  const stepsOf = (x: T): T[] => (steps === 1 ? [x] : ops.split(x, steps, 0));
  /** Null: one-hot. */
  let below: T | null = embedding > 0 ? s.embedded(embeddingWeight, vocabulary, embedding, tokens) : null;
  for (let layer = 1; layer <= layers; layer++) {
    const { weight, state, next, hook } = s.inLayer(layer);
    const [units, output] = [unitsOf(architecture, layer), outputSize(architecture, layer)];
    const read = below === null ? null : dropped(below, layer - 1);
    const columnsOf = { input: read === null ? vocabulary : item(ops.shapeOf(read), 1), units: output };
    const weights = mapValues(cell.parameters, ({ blocks, columns }, name) =>
      weight(parameterName(name, layer), blocks * units, ...(columns === null ? [] : [columnsOf[columns]])),
    );
    const toOutput = projection === undefined ? null : weight(projectionWeight(layer), output, units);
    const ofInput = (name: string): T => {
      const [matrix, bias] = [valueNamed(weights, name), weights[biasOf(name)]];
      if (read !== null) return ops.matmul(read, matrix, { transposeB: true, add: bias });
      // W x for one-hot x is a column of W; dropping the one set element drops the column.
      const columns = dropped(ops.gather(ops.transpose(matrix), tokens), layer - 1);
      return bias === undefined ? columns : ops.add(columns, bias);
    };
    const inputs = Object.keys(weights).filter((name) => cell.parameters[name]?.columns === 'input');
    const projected = Object.fromEntries(inputs.map((name) => [name, stepsOf(ofInput(name))]));
    const carried = (name: string): string => (name === 'hidden' && toOutput !== null ? 'projected' : name);
    const before = Object.fromEntries(
      cell.stateNames.map((name) => [name, state(carried(name), [name === 'hidden' ? output : units])]),
    );
    const states: State<T>[] = [];
    for (let step = 0; step < steps; step++) {
      const last = states.at(-1) ?? before;
      const product = (name: string, _blocks: number, of?: T): T =>
        of === undefined
          ? item(valueNamed(projected, `weight_${name}`), step)
          : ops.matmul(of, valueNamed(weights, `weight_${name}`), { transposeB: true, add: weights[`bias_${name}`] });
      const after = cell.forward({
        ops: gates,
        affine: product,
        linear: product,
        vector: (name) => valueNamed(weights, name),
        state: (name) => valueNamed(last, name),
        hook,
      });
      const brought = (matrix: T) => hook('projected', ops.matmul(after.hidden, matrix, { transposeB: true }));
      states.push(toOutput === null ? after : { ...after, hidden: brought(toOutput) });
    }
    const end = item(states, steps - 1);
    next(Object.fromEntries(cell.stateNames.map((name) => [carried(name), valueNamed(end, name)])));
    const added: T[] | null = residual && layer > 1 && below !== null ? stepsOf(below) : null;
    const given = states.map(
      ({ hidden }, step): T => (added === null ? hidden : hook('residual', ops.add(hidden, item(added, step)))),
    );
    below = layer === layers && lastOnly ? item(given, steps - 1) : ops.concat(given, 0);
  }
  if (below === null) throw new Error('network: there is no layer');
  return dropped(below, layers);
}

/** The bias that is added to a matrix' products, if the cell has one. */
export const biasOf = (weight: string): string => weight.replace('weight', 'bias');

/** What a layer gives, where that is not its hidden state. Any rotation of them is the same network. */
const given = {
  projected: { name: 'projected hidden state', symbol: 'r', formula: 'r = W_r h', role: 'stream' },
  residual: {
    name: 'stream after the layer',
    symbol: 'y',
    formula: 'y = h + x, of a projected layer r + x',
    role: 'stream',
  },
} as const satisfies Record<string, ActivationInfo>;

export function cellReader(architecture: Architecture): NetworkReader {
  const { cell, layers, vocabulary, embedding, projection, residual } = architecture;
  const output = projection === undefined ? 'hidden' : 'projected';
  return readerFrom({
    is: `the cell is ${cell}`,
    layers,
    vocabulary,
    embedding,
    components: { ...cells[cell].components, ...given },
    decoderReads: componentName(residual && layers > 1 ? 'residual' : output, layers),
    step: (s, tokens) => layersForward(s, architecture, tokens, { steps: 1 }),
    decode: (s, rows) => decode(s, rows, architecture),
  });
}
