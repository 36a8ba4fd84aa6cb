/** One recurrent layer over a window of tokens. Written over the operations. */
import { asComputed, type Cell, needed, type Replace, type State, type Trace } from './cells/cell.ts';
import type { Operations } from './operations.ts';
import { type Values, valueNamed } from './program.ts';

export interface LayerInput<T> {
  steps: number;
  /** Of each matrix that multiplies the input, what `StepInput.read` gives at each step. */
  projected: Readonly<Record<string, readonly T[]>>;
  initial: State<T>;
  /** Of a projected layer, [projection, units]. */
  projection?: T | undefined;
  replace?: Replace<T> | undefined;
}

/** The bias that is added to a matrix' products, if the cell has one. */
export const biasOf = (weight: string): string => weight.replace('weight', 'bias');

/** Its hidden state brought to what is carried. */
function projectedBy<T>(
  ops: Operations<T>,
  projection: T,
  { state, components }: Trace<T>,
  replace: Replace<T> = asComputed,
): Trace<T> {
  const projected = replace('projected', ops.matmul(state.hidden, projection, { transposeB: true }));
  return { state: { ...state, hidden: projected }, components: { ...components, projected } };
}

/**
 * Steps the cell over projected inputs; one trace per step.
 * @param weights the layer's parameters by their names without the layer.
 */
export function layerForward<T>(
  ops: Operations<T>,
  cell: Cell,
  weights: Values<T>,
  { steps, projected, initial, projection, replace }: LayerInput<T>,
): Trace<T>[] {
  const traces: Trace<T>[] = [];
  let previous = initial;
  for (let step = 0; step < steps; step++) {
    const trace = cell.forward(ops, {
      read: (weight) => needed(projected[weight]?.[step], weight),
      product: (weight, of) =>
        ops.matmul(of, valueNamed(weights, weight), { transposeB: true, add: weights[biasOf(weight)] }),
      vector: (name) => valueNamed(weights, name),
      previous,
      replace,
    });
    const given = projection === undefined ? trace : projectedBy(ops, projection, trace, replace);
    traces.push(given);
    previous = given.state;
  }
  return traces;
}
