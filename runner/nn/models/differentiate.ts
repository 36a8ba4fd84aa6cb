/**
 * Derivatives of a loss by what it was computed from, by reverse mode: the computation runs through operations whose
 * values remember where they come from, and a walk back from the loss hands each value the derivative by it, its slope.
 * Cells and networks know nothing of it. Source: Griewank & Walther 2008, chapter 3.
 *
 * A matrix that many products share (a recurrent weight, at every step) gets its slope by one product, of all that it
 * multiplied and all that came back, one below the other; a bias that was added to their rows gets its own by one sum.
 */
import { item } from '../../core/at.ts';
import { type AccumulatedCotangents, type Slope, type Slopes, summing } from './cotangents.ts';
import { type binary, type MatmulOptions, type Operations, unary } from './operations.ts';
import { mapValues, type Values } from './program.ts';

/** A value with what came back to it. */
interface TracedValue<T> extends AccumulatedCotangents<T> {
  readonly value: T;
  /** Whether derivatives are asked for by it, or by something that it was computed from. */
  readonly counts: boolean;
  /** The number that a constant is known to be. */
  readonly number?: number;
}

/** A value that stands by itself. */
const traced = <T>(value: T, counts = false): TracedValue<T> => ({ value, counts, slopes: [], products: [], rows: [] });

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
    const total = read[name] && tape.slopes.total(read[name]);
    if (!read[name] || !total) throw new RangeError(`differentiate: the loss does not depend on "${name}"`);
    return tape.slopes.whole(total, tape.shapeOf(read[name]));
  };
  return {
    results: mapValues(results, ({ value }) => value),
    gradients: Object.fromEntries(by.map((name) => [name, gradientBy(name)])),
  };
}

/** What an operation read, and the slope by it of that by the result. */
type Rule<T> = readonly [input: TracedValue<T>, slope: (slope: Slope<T>) => Slope<T>];

const unchanged = <S>(slope: S): S => slope;
const times =
  (number: number) =>
  <T>({ of, factor }: Slope<T>): Slope<T> => ({ of, factor: number * factor });

/** Hands the slopes by an operation's results on to what it read; null where nothing came back. */
type HandBack<T> = (slopes: readonly (Slope<T> | null)[]) => void;

/** What was computed, in its order, so that slopes can be handed back from the last operation to the first. */
class Tape<T> {
  readonly ops: Operations<T>;
  readonly slopes: Slopes<T>;
  readonly #done: { results: readonly TracedValue<T>[]; handBack: HandBack<T> }[] = [];

  constructor(ops: Operations<T>) {
    this.ops = ops;
    this.slopes = summing(ops);
  }

  /** Hands the slope 1 back from the loss to all that it depends on. */
  walkBack(loss: TracedValue<T>): void {
    loss.slopes.push({ of: null, factor: 1 });
    for (const { results, handBack } of this.#done.toReversed()) {
      const totals = results.map((result) => this.slopes.total(result));
      if (totals.some((total) => total !== null)) handBack(totals);
    }
  }

  readonly shapeOf = ({ value }: TracedValue<T>) => this.ops.shapeOf(value);

  /** The results of an operation on these inputs. */
  several(values: readonly T[], inputs: readonly TracedValue<T>[], handBack: HandBack<T>): TracedValue<T>[] {
    const counts = inputs.some((input) => input.counts);
    const results = values.map((value) => traced(value, counts));
    if (counts) this.#done.push({ results, handBack });
    return results;
  }

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
    const { ops, slopes } = this;
    const folded = rules.map(
      ([input, rule]): Rule<T> => [
        input,
        (slope) => slopes.folded(rule(slope), ops.shapeOf(value), this.shapeOf(input)),
      ],
    );
    return this.result(value, ...folded);
  }

  /** The result of one input, with a rule that needs the slope in the result's shape. */
  whole(y: T, x: TracedValue<T>, rule: (dy: T) => T): TracedValue<T> {
    return this.single(y, [x], (slope) => {
      const { of, factor } = this.slopes.spread(slope, this.ops.shapeOf(y));
      x.slopes.push({ of: rule(of), factor });
    });
  }

  /** A rule that computes with the slope's elements. */
  each(rule: (dy: T) => T): Rule<T>[1] {
    return ({ of, factor }) => ({ of: rule(of ?? this.ops.scalar(1)), factor });
  }

  /** A rule that multiplies by a value. */
  multiplied({ value, number }: TracedValue<T>): Rule<T>[1] {
    if (number !== undefined) return times(number);
    return ({ of, factor }) => ({ of: of === null ? value : this.ops.mul(of, value), factor });
  }
}

/**
 * Every operation on values that remember where they come from, each with its rule, made of the same operations, so that every
 * engine has them. An operation without a rule does not compile.
 */
function differentiable<T>(tape: Tape<T>): Operations<TracedValue<T>> {
  const { ops, slopes, shapeOf } = tape;
  const operations: Operations<TracedValue<T>> = {
    shapeOf,
    scalar: (number) => ({ ...traced(ops.scalar(number)), number }),
    zeros: (shape) => traced(ops.zeros(shape)),
    toFloat: (x) => traced(ops.toFloat(x.value)),
    ...ofElements(tape),
    ...ofMatrices(tape),
    gather(table, ids) {
      const [height = 0] = shapeOf(table);
      return tape.whole(ops.gather(table.value, ids.value), table, (dy) => ops.scatterAdd(dy, ids.value, height));
    },
    scatterAdd: (rows, ids, height) =>
      tape.whole(ops.scatterAdd(rows.value, ids.value, height), rows, (dy) => ops.gather(dy, ids.value)),
    // What came back stands for each element that was summed; along an axis that is gone it is brought to its place.
    reduceSum(x, axis) {
      const shape = shapeOf(x);
      const y = ops.reduceSum(x.value, axis);
      if (axis !== undefined && shape.length !== 2)
        return tape.whole(y, x, (dy) => ops.add(ops.zeros(shape), ops.reshape(dy, shape.with(axis, 1))));
      const turned = shape.toReversed();
      const alongRows = tape.each((dy) => ops.transpose(slopes.spread({ of: dy, factor: 1 }, turned).of));
      return tape.result(y, [x, (slope) => (axis === 1 && slope.of !== null ? alongRows(slope) : slope)]);
    },
    sumOfSquares: (x) => tape.result(ops.sumOfSquares(x.value), [x, (slope) => times(2)(tape.multiplied(x)(slope))]),
    softmaxCrossEntropy(logits, targets) {
      const { loss, gradient } = ops.softmaxCrossEntropy(logits.value, targets.value);
      const weighted = (dy: T) => ops.transpose(ops.mul(ops.transpose(gradient), dy));
      const rule = ({ of, factor }: Slope<T>) => ({ of: of === null ? gradient : weighted(of), factor });
      // The derivative that it gives is a constant to what is computed from it.
      return { loss: tape.result(loss, [logits, rule]), gradient: traced(gradient) };
    },
    softmax(x) {
      const y = ops.softmax(x.value);
      return tape.whole(y, x, (dy) => ops.mul(y, ops.sub(dy, slopes.rowSums(ops.mul(dy, y)))));
    },
    isMostLikely: (logits, targets) => traced(ops.isMostLikely(logits.value, targets.value)),
  };
  return operations;
}

function ofElements<T>(tape: Tape<T>): Pick<Operations<TracedValue<T>>, keyof typeof unary | keyof typeof binary> {
  type V = TracedValue<T>;
  const { ops } = tape;
  /** One of two: the first where `isFirst` gives 1, the second where it gives 0; of equal ones the second. */
  const chosen = (value: T, a: V, b: V, isFirst: () => T): V => {
    const bySecond = tape.each((dy) => ops.mul(dy, ops.sub(ops.scalar(1), isFirst())));
    return tape.broadcast(value, [a, tape.each((dy) => ops.mul(dy, isFirst()))], [b, bySecond]);
  };
  return {
    ...mapValues(unary, ({ slope, factor = 1 }, name) => (x: V) => {
      const y = ops[name](x.value);
      const rule = tape.each((dy) => slope(ops, dy, y, x.value));
      return tape.result(y, [x, (dy) => times(factor)(rule(dy))]);
    }),
    add: (a, b) => tape.broadcast(ops.add(a.value, b.value), [a, unchanged], [b, unchanged]),
    sub: (a, b) => tape.broadcast(ops.sub(a.value, b.value), [a, unchanged], [b, times(-1)]),
    mul: (a, b) => tape.broadcast(ops.mul(a.value, b.value), [a, tape.multiplied(b)], [b, tape.multiplied(a)]),
    div(a, b) {
      const y = ops.div(a.value, b.value);
      const byDivisor = tape.each((dy) => ops.div(ops.mul(dy, y), b.value));
      const byDivided = tape.each((dy) => ops.div(dy, b.value));
      return tape.broadcast(y, [a, byDivided], [b, (slope) => times(-1)(byDivisor(slope))]);
    },
    minimum: (a, b) => chosen(ops.minimum(a.value, b.value), a, b, () => ops.greater(b.value, a.value)),
    maximum: (a, b) => chosen(ops.maximum(a.value, b.value), a, b, () => ops.greater(a.value, b.value)),
    greater: (a, b) => traced(ops.greater(a.value, b.value)),
  };
}

function ofMatrices<T>(
  tape: Tape<T>,
): Pick<Operations<TracedValue<T>>, 'matmul' | 'transpose' | 'split' | 'concat' | 'slice' | 'reshape'> {
  type V = TracedValue<T>;
  const { ops, slopes, shapeOf } = tape;
  const transpose = (x: V): V => tape.whole(ops.transpose(x.value), x, (dy) => ops.transpose(dy));

  function matmul(a: V, b: V, options: MatmulOptions<V> = {}): V {
    const { transposeA = false, transposeB = false, scale = 1, add } = options;
    if (transposeA) return matmul(transpose(a), b, { ...options, transposeA: false });
    const y = ops.matmul(a.value, b.value, { ...options, add: add?.value });
    return tape.single(y, add === undefined ? [a, b] : [a, b, add], (slope) => {
      const { of: dy, factor: outer } = slopes.spread(slope, ops.shapeOf(y));
      const factor = scale * outer;
      const taken = factor === 1 ? {} : { scale: factor };
      if (a.counts) a.slopes.push({ of: ops.matmul(dy, b.value, { transposeB: !transposeB, ...taken }), factor: 1 });
      if (b.counts) b.products.push({ left: a.value, slope: dy, factor, transposed: transposeB });
      if (!add?.counts) return;
      if (shapeOf(add).length === 1) add.rows.push({ slope: dy, factor: outer });
      else add.slopes.push(slopes.folded({ of: dy, factor: outer }, ops.shapeOf(y), shapeOf(add)));
    });
  }

  return {
    matmul,
    transpose,
    split(x, count, axis) {
      const parts = ops.split(x.value, count, axis);
      return tape.several(parts, [x], (back) => {
        const all = parts.map((part, i) => slopes.whole(back[i] ?? { of: null, factor: 0 }, ops.shapeOf(part)));
        x.slopes.push({ of: slopes.together(all, axis), factor: 1 });
      });
    },
    concat(parts, axis) {
      const lengths = parts.map((part) => item(shapeOf(part), axis));
      const values = parts.map(({ value }) => value);
      const y = ops.concat(values, axis);
      return tape.single(y, parts, (slope) => {
        const { of: dy, factor } = slopes.spread(slope, ops.shapeOf(y));
        for (const [i, of] of unjoined(ops, dy, lengths, axis).entries())
          if (parts[i]?.counts) parts[i].slopes.push({ of, factor });
      });
    },
    slice(x, axis, from, to) {
      const shape = shapeOf(x);
      const zeros = (length: number) => (length === 0 ? [] : [ops.zeros(shape.with(axis, length))]);
      const around = (dy: T) => [...zeros(from), dy, ...zeros(item(shape, axis) - to)];
      return tape.whole(ops.slice(x.value, axis, from, to), x, (dy) => ops.concat(around(dy), axis));
    },
    reshape: (x, shape) => tape.whole(ops.reshape(x.value, shape), x, (dy) => ops.reshape(dy, shapeOf(x))),
  };
}

/** What was joined of parts of these lengths, cut again. */
function unjoined<T>(ops: Operations<T>, whole: T, lengths: readonly number[], axis: number): T[] {
  if (lengths.length === 1) return [whole];
  const areEqual = lengths.every((length) => length === lengths[0]);
  if (areEqual && ops.shapeOf(whole).length === 2 && (axis === 0 || axis === 1))
    return ops.split(whole, lengths.length, axis);
  let from = 0;
  return lengths.map((length) => {
    from += length;
    return ops.slice(whole, axis, from - length, from);
  });
}
