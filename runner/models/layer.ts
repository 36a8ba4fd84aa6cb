/** One recurrent layer over a window of tokens. Written over the operations. */
import { type Cell, needed, type Replace, type State, type Trace } from './cells/cell.ts';
import type { Operations } from './operations.ts';
import { type Values, valueNamed } from './program.ts';

export interface LayerInput<T> {
  steps: number;
  /** Of each matrix that multiplies the input, what `StepInput.read` gives at each step. */
  projected: Readonly<Record<string, readonly T[]>>;
  initial: State<T>;
  replace?: Replace<T> | undefined;
}

/** The bias that is added to a matrix' products, if the cell has one. */
export const biasOf = (weight: string): string => weight.replace('weight', 'bias');

/**
 * Steps the cell over projected inputs; one trace per step.
 * @param weights the layer's parameters by their names without the layer.
 */
export function layerForward<T>(
  ops: Operations<T>,
  cell: Cell,
  weights: Values<T>,
  { steps, projected, initial, replace }: LayerInput<T>,
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
    traces.push(trace);
    previous = trace.state;
  }
  return traces;
}
