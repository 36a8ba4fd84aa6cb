/**
 * A stretch of a text as two programs: the way forward, to the logits and the state after it, and the way back, from the derivatives of
 * a loss by these to those by arrays within the stretch and by the state before it. So texts of any length are differentiated piece by
 * piece, from their end. Knows no engine.
 */
import { differentiate } from './differentiate.ts';
import { changed, type Intervened, keepName, setName, subspaceName } from './intervention.ts';
import type { Operations } from './operations.ts';
import { mapValues, type Program, type TensorSpec, type Values, valueNamed } from './program.ts';
import { planning, type UnrolledHook } from './readers/unroll.ts';
import { parametersOf, type Readable, readerOf, stateShapes, type Weights } from './reading.ts';

/** The derivative by an array. */
export const slopeName = (array: string): string => `slope.${array}`;
/** The derivative by the state before the stretch. */
export const beforeName = (state: string): string => `before.${state}`;
/** The state after the stretch, or the derivative by it. */
export const afterName = (state: string): string => `after.${state}`;

interface Stretch {
  /** Tokens. */
  steps: number;
  /** The arrays, or `embedding`, that are changed. */
  patched: Intervened;
}

const float = (...shape: number[]): TensorSpec => ({ shape, type: 'float32' });
const renamed = <T>(values: Readonly<Record<string, T>>, name: (of: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [name(key), value]));

/** What both programs are given: `tokens` [steps], the state before by its names, and of what is changed `keep`, `set` and the subspace. */
function given(network: Readable, weights: Weights, { steps, patched }: Stretch) {
  const { widthOf } = readerOf(network);
  const states = mapValues(stateShapes(network, 1), (shape) => float(...shape));
  const ofPatches = Object.entries(patched).flatMap(([name, rows]) => [
    [keepName(name), float(steps, widthOf(name))] as const,
    [setName(name), float(steps, widthOf(name))] as const,
    ...(rows === 0 ? [] : [[subspaceName(name), float(rows, widthOf(name))] as const]),
  ]);
  return {
    inputs: { tokens: { shape: [steps], type: 'int32' }, ...states, ...Object.fromEntries(ofPatches) },
    states,
    constants: mapValues(parametersOf(network), (_shape, name) => valueNamed(weights, name)),
  } as const;
}

/** @param hook asked of every array once it is changed. */
function through<T>(
  ops: Operations<T>,
  network: Readable,
  values: Values<T>,
  { steps, patched, hook = (_name, value) => value }: Stretch & { hook?: UnrolledHook<T> },
): { logits: T; after: Record<string, T> } {
  const reader = readerOf(network);
  const { rows, after } = reader.window(ops, values, {
    tokens: valueNamed(values, 'tokens'),
    steps,
    streams: 1,
    hook(name, value, window) {
      const subspace = patched[name];
      if (subspace === undefined) return hook(name, value, window);
      const ofTokens = [keepName(name), setName(name)].map((key) => [key, window.ofTokens(valueNamed(values, key))]);
      const key = subspaceName(name);
      const constants = subspace === 0 ? [] : [[key, window.constant(valueNamed(values, key))]];
      const own = Object.fromEntries([...ofTokens, ...constants]);
      return hook(name, changed(planning, own, { name, rows: subspace }, value), window);
    },
  });
  return { logits: reader.decode(ops, values, rows), after };
}

/** Outputs: `logits` [steps, vocabulary]; `after.<state>`. */
export function forwardProgram(network: Readable, weights: Weights, stretch: Stretch): Program {
  const { inputs, constants } = given(network, weights, stretch);
  return {
    name: 'forward',
    inputs,
    constants,
    state: {},
    build(ops, values) {
      const { logits, after } = through(ops, network, values, stretch);
      return { logits, ...renamed(after, afterName) };
    },
  };
}

/**
 * Inputs beside those: `logits` [steps, vocabulary] and `after.<state>`, the derivatives by them. Outputs: `slope.<array>` [steps, width]
 * of each array; `before.<state>`.
 * @param of names of recorded arrays, or `embedding`. The derivative is that by what stands in the array's place.
 */
export function backwardProgram(
  network: Readable,
  weights: Weights,
  { of, ...stretch }: Stretch & { of: readonly string[] },
): Program {
  const { steps } = stretch;
  const { vocabulary, widthOf } = readerOf(network);
  const { inputs, states, constants } = given(network, weights, stretch);
  const names = Object.keys(states);
  return {
    name: 'backward',
    inputs: { ...inputs, logits: float(steps, vocabulary), ...renamed(states, afterName) },
    constants,
    state: {},
    build(ops, values) {
      // What is added is 0, and the derivative by it that by what it is added to.
      const added = Object.fromEntries(of.map((name) => [slopeName(name), ops.zeros([steps, widthOf(name)])]));
      const by = [...Object.keys(added), ...names];
      const { gradients } = differentiate(ops, { ...values, ...added }, by, (operations, all) => {
        const hook: UnrolledHook<(typeof all)[string]> = (name, value, window) =>
          of.includes(name) ? planning.add(value, window.ofTokens(valueNamed(all, slopeName(name)))) : value;
        const { logits, after } = through(operations, network, all, { ...stretch, hook });
        const weighted = (value: typeof logits, name: string) =>
          operations.reduceSum(operations.mul(value, valueNamed(all, name)));
        const ofStates = names.map((name) => weighted(valueNamed(after, name), afterName(name)));
        return { loss: ofStates.reduce((sum, each) => operations.add(sum, each), weighted(logits, 'logits')) };
      });
      const [slopes, before] = [Object.keys(added), names].map((keys) =>
        Object.fromEntries(keys.map((name) => [name, valueNamed(gradients, name)])),
      );
      return { ...slopes, ...renamed(before ?? {}, beforeName) };
    },
  };
}
