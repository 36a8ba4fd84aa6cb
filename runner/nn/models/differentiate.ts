/**
 * Derivatives of a loss by what it was computed from, by reverse mode: the computation runs through operations whose
 * values remember where they come from, and a walk back from the loss hands each value the derivative by it, its slope.
 * Cells and networks know nothing of it. Source: Griewank & Walther 2008, chapter 3.
 *
 * A matrix that many products share (a recurrent weight, at every step) gets its slope by one product, of all that it
 * multiplied and all that came back, one below the other; a bias that was added to their rows gets its own by one sum.
 */
import { differentiable } from './differentiation/rules.ts';
import { Tape, traced } from './differentiation/tape.ts';
import type { Operations } from './operations.ts';
import type { Values } from './program.ts';

/**
 * Computes, and differentiates the result `loss`, a scalar.
 * @param by names of the values whose derivatives are asked for; all others are constants.
 * @returns the results, and the derivatives by name, in the order of `by`, each of its value's shape.
 * @throws RangeError when the loss does not depend on one of them.
 */
export function differentiate<T>(
  ops: Operations<T>,
  values: Values<T>,
  by: readonly string[],
  compute: <V>(operations: Operations<V>, values: Values<V>) => { loss: V } & Record<string, V>,
): { results: Record<string, T>; gradients: Record<string, T> } {
  const tape = new Tape(ops);
  const read = mapValues(values, (value, name) => traced(value, by.includes(name)));
  const results = compute(differentiable(tape), read);
  tape.walkBack(results.loss);
  const gradientBy = (name: string): T => {
    const gradient = read[name] === undefined ? null : tape.gradient(read[name]);
    if (gradient === null) throw new RangeError(`differentiate: the loss does not depend on "${name}"`);
    return gradient;
  };
  return {
    results: mapValues(results, ({ value }) => value),
    gradients: Object.fromEntries(by.map((name) => [name, gradientBy(name)])),
  };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, make: (value: A, name: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));
