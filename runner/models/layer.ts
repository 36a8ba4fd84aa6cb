/** One recurrent layer over a window of tokens. Written over the operations. */
import type { Cell, Replace, State, Trace } from './cells/cell.ts';
import type { Operations } from './operations.ts';

export interface LayerWeights<T> {
  inputWeight: T;
  recurrentWeight: T;
  inputBias: T;
  recurrentBias: T;
}

export interface LayerInput<T> {
  /** [steps] each [batch, gates x units]. */
  projected: readonly T[];
  initial: State<T>;
  replace?: Replace<T> | undefined;
}

/** Steps the cell over projected inputs; one trace per step. */
export function layerForward<T>(
  ops: Operations<T>,
  cell: Cell,
  weights: LayerWeights<T>,
  { projected, initial, replace }: LayerInput<T>,
): Trace<T>[] {
  const traces: Trace<T>[] = [];
  let previous = initial;
  for (const input of projected) {
    const recurrent = ops.matmul(previous.hidden, weights.recurrentWeight, {
      transposeB: true,
      add: weights.recurrentBias,
    });
    const trace = cell.forward(ops, { projected: input, recurrent, previous, replace });
    traces.push(trace);
    previous = trace.state;
  }
  return traces;
}
