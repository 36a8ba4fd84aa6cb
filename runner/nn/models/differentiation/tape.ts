/** What was computed, in its order, so that slopes can be handed back from the last operation to the first. */
import type { Operations, Shape } from '../operations.ts';
import { type CameBack, type Slope, type Slopes, summing } from './slopes.ts';

/** A value with what came back to it. */
export interface TracedValue<T> extends CameBack<T> {
  readonly value: T;
  /** Whether derivatives are asked for by it, or by something that it was computed from. */
  readonly counts: boolean;
  /** The number that a constant is known to be. */
  readonly number?: number;
}

/** A value that stands by itself. */
export const traced = <T>(value: T, counts = false): TracedValue<T> => ({
  value,
  counts,
  slopes: [],
  products: [],
  rows: [],
});

/** Hands the slopes by an operation's results on to what it read; null where nothing came back. */
type HandBack<T> = (slopes: readonly (Slope<T> | null)[]) => void;

/** What an operation read, and the slope by it of that by the result. */
export type Rule<T> = readonly [input: TracedValue<T>, slope: (slope: Slope<T>) => Slope<T>];

export class Tape<T> {
  readonly ops: Operations<T>;
  readonly slopes: Slopes<T>;
  readonly #done: { results: readonly TracedValue<T>[]; handBack: HandBack<T> }[] = [];

  constructor(ops: Operations<T>) {
    this.ops = ops;
    this.slopes = summing(ops);
  }

  shapeOf({ value }: TracedValue<T>): Shape {
    return this.ops.shapeOf(value);
  }

  /** The results of an operation on these inputs. */
  several(values: readonly T[], inputs: readonly TracedValue<T>[], handBack: HandBack<T>): TracedValue<T>[] {
    const counts = inputs.some((input) => input.counts);
    const results = values.map((value) => traced(value, counts));
    if (counts) this.#done.push({ results, handBack });
    return results;
  }

  /** The one result, with what hands its slope on. */
  single(value: T, inputs: readonly TracedValue<T>[], handBack: (slope: Slope<T>) => void): TracedValue<T> {
    const [result = traced(value)] = this.several([value], inputs, ([slope]) => {
      if (slope) handBack(slope);
    });
    return result;
  }

  /** The one result, with a rule for each input by which it can be differentiated. */
  result(value: T, ...rules: readonly Rule<T>[]): TracedValue<T> {
    const inputs = rules.map(([input]) => input);
    return this.single(value, inputs, (slope) => {
      for (const [input, rule] of rules) if (input.counts) input.slopes.push(rule(slope));
    });
  }

  /** As `result`, where an input may be smaller than it and was repeated along what it lacks. */
  broadcast(value: T, ...rules: readonly Rule<T>[]): TracedValue<T> {
    const shape = this.ops.shapeOf(value);
    const folded = rules.map(
      ([input, rule]): Rule<T> => [input, (slope) => this.slopes.folded(rule(slope), shape, this.shapeOf(input))],
    );
    return this.result(value, ...folded);
  }

  /** Hands the slope 1 back from the loss to all that it depends on. */
  walkBack(loss: TracedValue<T>): void {
    loss.slopes.push({ of: null, factor: 1 });
    for (const { results, handBack } of this.#done.toReversed()) {
      const totals = results.map((result) => this.slopes.total(result));
      if (totals.some((total) => total !== null)) handBack(totals);
    }
  }

  /** What came back in all, in the value's shape; null for nothing. */
  gradient(variable: TracedValue<T>): T | null {
    const slope = this.slopes.total(variable);
    return slope && this.slopes.whole(slope, this.shapeOf(variable));
  }
}
