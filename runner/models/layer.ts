/** One recurrent layer over a window of tokens: forward, and backward through time. Written over the operations. */
import type { Cell, Replace, State, StepGradients, Trace } from './cells/cell.ts';
import { needed } from './cells/cell.ts';
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

export interface LayerGradients<T> {
  /** By the projected inputs, [steps x batch, gates x units], time-major. */
  projected: T;
  recurrentWeight: T;
  inputBias: T;
  recurrentBias: T;
}

export interface LayerTraces<T> {
  traces: readonly Trace<T>[];
  /** [steps] The loss's derivatives by each step's hidden state, null where the loss does not see the step. */
  hidden: readonly (T | null)[];
}

/** Backpropagation through time over the window; nothing flows back into the initial state (truncated). */
export function layerBackward<T>(
  ops: Operations<T>,
  cell: Cell,
  weights: LayerWeights<T>,
  { traces, hidden }: LayerTraces<T>,
): LayerGradients<T> {
  const projected: T[] = [];
  const recurrent: T[] = [];
  const previousHidden: T[] = [];
  let fromLater: T | null = null;
  let later: Readonly<Record<string, T>> = {};
  for (let t = traces.length - 1; t >= 0; t--) {
    const trace = needed(traces[t], 'trace');
    const total = addPresent(ops, hidden[t] ?? null, fromLater);
    // A step that neither the loss nor a later step depends on has no derivative.
    if (total === null) continue;
    const gradients: StepGradients<T> = cell.backward(ops, trace, total, later);
    projected.unshift(gradients.projected);
    recurrent.unshift(gradients.recurrent);
    previousHidden.unshift(trace.previous.hidden);
    const { hidden: past, ...others } = gradients.state;
    later = others;
    if (t === 0) break;
    fromLater = ops.matmul(gradients.recurrent, weights.recurrentWeight, past === undefined ? {} : { add: past });
  }
  const allProjected = ops.concat(projected, 0);
  const shared = projected.every((gradient, t) => gradient === recurrent[t]);
  const allRecurrent = shared ? allProjected : ops.concat(recurrent, 0);
  const inputBias = ops.reduceSum(allProjected, 0);
  return {
    projected: allProjected,
    recurrentWeight: ops.transpose(ops.matmul(ops.concat(previousHidden, 0), allRecurrent, { transposeA: true })),
    inputBias,
    recurrentBias: shared ? inputBias : ops.reduceSum(allRecurrent, 0),
  };
}

function addPresent<T>(ops: Operations<T>, a: T | null, b: T | null): T | null {
  if (a === null) return b;
  return b === null ? a : ops.add(a, b);
}
