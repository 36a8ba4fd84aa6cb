/**
 * Every operation on values that remember where they come from, each with its rule: the slopes by what it read of that by
 * its result, made of the same operations, so that every engine has them. An operation without a rule does not compile.
 */
import { item } from '../../../core/at.ts';
import type { MatmulOptions, Operations } from '../operations.ts';
import type { Slope } from './slopes.ts';
import { type Tape, type TracedValue, traced } from './tape.ts';

type Operation<T, Name extends keyof Operations<T>> = Pick<Operations<TracedValue<T>>, Name>;

export function differentiable<T>(tape: Tape<T>): Operations<TracedValue<T>> {
  const { ops } = tape;
  const operations: Operations<TracedValue<T>> = {
    shapeOf: (x) => tape.shapeOf(x),
    scalar: (number) => ({ ...traced(ops.scalar(number)), number }),
    zeros: (shape) => traced(ops.zeros(shape)),
    toFloat: (x) => traced(ops.toFloat(x.value)),
    ...ofPairs(tape),
    ...ofElements(tape),
    elementwise: (inputs, compute) => compute(operations, inputs),
    ...ofMatrices(tape),
    ...ofTables(tape),
    ...ofSums(tape),
    ...ofChoices(tape),
  };
  return operations;
}

const unchanged = <S>(slope: S): S => slope;

const times =
  (number: number) =>
  <T>({ of, factor }: Slope<T>): Slope<T> => ({ of, factor: number * factor });

/** A rule that multiplies by a value. */
const multipliedBy = <T>({ ops }: Tape<T>, { value, number }: TracedValue<T>) =>
  number === undefined
    ? ({ of, factor }: Slope<T>): Slope<T> => ({ of: of === null ? value : ops.mul(of, value), factor })
    : times(number);

/** A rule that computes with the slope's elements. */
const each =
  <T>({ ops }: Tape<T>, rule: (dy: T) => T) =>
  ({ of, factor }: Slope<T>): Slope<T> => ({ of: rule(of ?? ops.scalar(1)), factor });

/** A rule that needs the slope in the shape of the result, `y`. */
const whole =
  <T>({ ops, slopes }: Tape<T>, y: T, rule: (dy: T) => T) =>
  (slope: Slope<T>): Slope<T> => {
    const { of, factor } = slopes.spread(slope, ops.shapeOf(y));
    return { of: rule(of), factor };
  };

function ofPairs<T>(tape: Tape<T>): Operation<T, 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'maximum' | 'greater'> {
  const { ops } = tape;
  /** One of two, element by element: the first where `isFirst` gives 1, the second where it gives 0. */
  const chosen = (value: T, [a, b]: readonly [TracedValue<T>, TracedValue<T>], isFirst: () => T): TracedValue<T> => {
    const byFirst = each(tape, (dy) => ops.mul(dy, isFirst()));
    const bySecond = each(tape, (dy) => ops.mul(dy, ops.sub(ops.scalar(1), isFirst())));
    return tape.broadcast(value, [a, byFirst], [b, bySecond]);
  };
  return {
    add: (a, b) => tape.broadcast(ops.add(a.value, b.value), [a, unchanged], [b, unchanged]),
    sub: (a, b) => tape.broadcast(ops.sub(a.value, b.value), [a, unchanged], [b, times(-1)]),
    mul: (a, b) => tape.broadcast(ops.mul(a.value, b.value), [a, multipliedBy(tape, b)], [b, multipliedBy(tape, a)]),
    div(a, b) {
      const y = ops.div(a.value, b.value);
      const byDivisor = each(tape, (dy) => ops.div(ops.mul(dy, y), b.value));
      return tape.broadcast(
        y,
        [a, each(tape, (dy) => ops.div(dy, b.value))],
        [b, (slope) => times(-1)(byDivisor(slope))],
      );
    },
    // Of two that are equal the second is the one.
    minimum: (a, b) => chosen(ops.minimum(a.value, b.value), [a, b], () => ops.greater(b.value, a.value)),
    maximum: (a, b) => chosen(ops.maximum(a.value, b.value), [a, b], () => ops.greater(a.value, b.value)),
    greater: (a, b) => traced(ops.greater(a.value, b.value)),
  };
}

function ofElements<T>(tape: Tape<T>): Operation<T, 'sigmoid' | 'tanh' | 'sqrt' | 'exp' | 'softplus' | 'erf'> {
  const { ops } = tape;
  const one = () => ops.scalar(1);
  return {
    sigmoid(x) {
      const y = ops.sigmoid(x.value);
      return tape.result(y, [x, each(tape, (dy) => ops.mul(dy, ops.mul(y, ops.sub(one(), y))))]);
    },
    tanh(x) {
      const y = ops.tanh(x.value);
      return tape.result(y, [x, each(tape, (dy) => ops.mul(dy, ops.sub(one(), ops.mul(y, y))))]);
    },
    sqrt(x) {
      const y = ops.sqrt(x.value);
      return tape.result(y, [x, (slope) => times(1 / 2)(each(tape, (dy) => ops.div(dy, y))(slope))]);
    },
    exp(x) {
      const y = ops.exp(x.value);
      return tape.result(y, [x, each(tape, (dy) => ops.mul(dy, y))]);
    },
    erf(x) {
      const slope = () =>
        ops.mul(ops.scalar(2 / Math.sqrt(Math.PI)), ops.exp(ops.sub(ops.scalar(0), ops.mul(x.value, x.value))));
      return tape.result(ops.erf(x.value), [x, each(tape, (dy) => ops.mul(dy, slope()))]);
    },
    softplus: (x) => tape.result(ops.softplus(x.value), [x, each(tape, (dy) => ops.mul(dy, ops.sigmoid(x.value)))]),
  };
}

function ofMatrices<T>(tape: Tape<T>): Operation<T, 'matmul' | 'transpose' | 'split' | 'concat' | 'slice' | 'reshape'> {
  const { ops, slopes } = tape;

  function transpose(x: TracedValue<T>): TracedValue<T> {
    const y = ops.transpose(x.value);
    return tape.result(y, [x, whole(tape, y, (dy) => ops.transpose(dy))]);
  }

  function matmul(a: TracedValue<T>, b: TracedValue<T>, options: MatmulOptions<TracedValue<T>> = {}): TracedValue<T> {
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
      if (tape.shapeOf(add).length === 1) add.rows.push({ slope: dy, factor: outer });
      else add.slopes.push(slopes.folded({ of: dy, factor: outer }, ops.shapeOf(y), tape.shapeOf(add)));
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
      const values = parts.map(({ value }) => value);
      const lengths = parts.map((part) => item(tape.shapeOf(part), axis));
      const y = ops.concat(values, axis);
      return tape.single(y, parts, (slope) => {
        const { of: dy, factor } = slopes.spread(slope, ops.shapeOf(y));
        for (const [i, of] of unjoined(ops, dy, lengths, axis).entries())
          if (parts[i]?.counts) parts[i].slopes.push({ of, factor });
      });
    },
    slice(x, axis, from, to) {
      const y = ops.slice(x.value, axis, from, to);
      const shape = tape.shapeOf(x);
      const zeros = (length: number) =>
        length === 0 ? [] : [ops.zeros(shape.map((own, index) => (index === axis ? length : own)))];
      const around = (dy: T) => [...zeros(from), dy, ...zeros(item(shape, axis) - to)];
      return tape.result(y, [x, whole(tape, y, (dy) => ops.concat(around(dy), axis))]);
    },
    reshape(x, shape) {
      const y = ops.reshape(x.value, shape);
      return tape.result(y, [x, whole(tape, y, (dy) => ops.reshape(dy, tape.shapeOf(x)))]);
    },
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

function ofTables<T>(tape: Tape<T>): Operation<T, 'gather' | 'scatterAdd'> {
  const { ops } = tape;
  return {
    gather(table, ids) {
      const y = ops.gather(table.value, ids.value);
      const [height = 0] = tape.shapeOf(table);
      return tape.result(y, [table, whole(tape, y, (dy) => ops.scatterAdd(dy, ids.value, height))]);
    },
    scatterAdd(rows, ids, height) {
      const y = ops.scatterAdd(rows.value, ids.value, height);
      return tape.result(y, [rows, whole(tape, y, (dy) => ops.gather(dy, ids.value))]);
    },
  };
}

function ofSums<T>(tape: Tape<T>): Operation<T, 'reduceSum' | 'sumOfSquares'> {
  const { ops, slopes } = tape;
  return {
    // Of columns and of all, what came back stands for each element that was summed.
    reduceSum(x, axis) {
      const shape = tape.shapeOf(x);
      if (axis !== undefined && shape.length !== 2) {
        // What came back stands for each element that was summed, along the axis that is gone.
        const y = ops.reduceSum(x.value, axis);
        const kept = shape.map((length, index) => (index === axis ? 1 : length));
        const along = (dy: T) => ops.add(ops.zeros(shape), ops.reshape(dy, kept));
        return tape.result(y, [x, whole(tape, y, along)]);
      }
      const [rows = 0, columns = 0] = shape;
      const alongRows = each(tape, (dy) => ops.transpose(slopes.spread({ of: dy, factor: 1 }, [columns, rows]).of));
      const rule = (slope: Slope<T>) => (axis === 1 && slope.of !== null ? alongRows(slope) : slope);
      return tape.result(ops.reduceSum(x.value, axis), [x, rule]);
    },
    sumOfSquares: (x) => tape.result(ops.sumOfSquares(x.value), [x, (slope) => times(2)(multipliedBy(tape, x)(slope))]),
  };
}

function ofChoices<T>(tape: Tape<T>): Operation<T, 'softmaxCrossEntropy' | 'softmax' | 'isMostLikely'> {
  const { ops, slopes } = tape;
  return {
    softmaxCrossEntropy(logits, targets) {
      const { loss, gradient } = ops.softmaxCrossEntropy(logits.value, targets.value);
      const weighted = (dy: T) => ops.transpose(ops.mul(ops.transpose(gradient), dy));
      const rule = ({ of, factor }: Slope<T>) => ({ of: of === null ? gradient : weighted(of), factor });
      // The derivative that it gives is a constant to what is computed from it.
      return { loss: tape.result(loss, [logits, rule]), gradient: traced(gradient) };
    },
    softmax(x) {
      const y = ops.softmax(x.value);
      const rule = (dy: T) => ops.mul(y, ops.sub(dy, slopes.rowSums(ops.mul(dy, y))));
      return tape.result(y, [x, whole(tape, y, rule)]);
    },
    isMostLikely: (logits, targets) => traced(ops.isMostLikely(logits.value, targets.value)),
  };
}
