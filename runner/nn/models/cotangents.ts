/**
 * Slopes, the derivatives of a loss by the values that it was computed from, and how those that come back to one value
 * add up. Written over the operations.
 */
import { item } from '../../core/at.ts';
import type { Operations, Shape } from './operations.ts';

/**
 * The derivative by a value: `factor` times `of`, spread over the value's shape where `of` is smaller; null stands for
 * ones. The factor is apart because every rule is linear in it, and a matrix product takes it in at no cost.
 */
export interface Slope<T> {
  of: T | null;
  factor: number;
}

/** What came back to rows, [m, n], to each of which a vector [n] was added. */
export interface RowCotangent<T> {
  slope: T;
  factor: number;
}

/** What came back to a product, by which the slope of its right matrix is `factor` times the transpose of `left` times `slope`. */
export interface ProductCotangent<T> extends RowCotangent<T> {
  left: T;
  /** Whether the matrix was transposed in the product, so that its slope is too. */
  transposed: boolean;
}

/** All that came back to one value, from its last use to its first. */
export interface AccumulatedCotangents<T> {
  readonly slopes: Slope<T>[];
  readonly products: ProductCotangent<T>[];
  readonly rows: RowCotangent<T>[];
}

export type Slopes<T> = ReturnType<typeof summing<T>>;

export function summing<T>(ops: Operations<T>) {
  const once = remembering<T>();
  const scaled = (of: T, factor: number): T => (factor === 1 ? of : ops.mul(of, ops.scalar(factor)));
  const filled = (shape: Shape): T => ops.add(ops.zeros(shape), ops.scalar(1));
  /** [m, n] to [m, 1]. */
  const rowSums = (x: T): T => ops.matmul(x, filled([ops.shapeOf(x)[1] ?? 0, 1]));
  const columnSums = (x: T): T => once('summed', [x], () => ops.reduceSum(x, 0));
  /** Joined along the axis, once for the same tensors. */
  const together = (list: readonly T[], axis: 0 | 1): T => {
    const [only] = list;
    return only !== undefined && list.length === 1 ? only : once(`joined ${axis}`, list, () => ops.concat(list, axis));
  };

  /** As a tensor of the shape, apart from the factor. */
  function spread({ of, factor }: Slope<T>, shape: Shape): { of: T; factor: number } {
    if (of === null) return { of: factor === 0 ? ops.zeros(shape) : filled(shape), factor: factor === 0 ? 1 : factor };
    return { of: same(ops.shapeOf(of), shape) ? of : ops.add(ops.zeros(shape), of), factor };
  }

  /** As a tensor of the shape, with the factor. */
  function whole(slope: Slope<T>, shape: Shape): T {
    const { of, factor } = spread(slope, shape);
    return scaled(of, factor);
  }

  /** Summed over the places to which an input of the shape `to` was broadcast in a result of the shape `from`. */
  function folded(slope: Slope<T>, from: Shape, to: Shape): Slope<T> {
    if (same(from, to)) return slope;
    const { of, factor } = spread(slope, from);
    if (to.length === 0) return { of: ops.reduceSum(of), factor };
    const [rows, columns] = from;
    if (from.length === 2 && to.length === 1 && to[0] === columns) return { of: columnSums(of), factor };
    if (rows === undefined || columns === undefined || from.length !== 2 || to.length !== 2)
      return { of: summedTo(of, from, to), factor };
    const row = to[0] === rows ? of : ops.matmul(filled([1, rows]), of);
    return { of: to[1] === columns ? row : rowSums(row), factor };
  }

  /** Of any number of axes: axes that the input lacks, and those of which it has one element, are summed over. */
  function summedTo(of: T, from: Shape, to: Shape): T {
    const more = from.length - to.length;
    const isSummed = (axis: number) => axis < more || (to[axis - more] === 1 && from[axis] !== 1);
    const axes = [...from.keys()].filter(isSummed).reverse();
    return ops.reshape(
      axes.reduce((rest, axis) => ops.reduceSum(rest, axis), of),
      to,
    );
  }

  function sum(a: Slope<T>, b: Slope<T>): Slope<T> {
    if (a.of === null && b.of === null) return { of: null, factor: a.factor + b.factor };
    const [x, y] = [a.of ?? ops.scalar(1), b.of ?? ops.scalar(1)];
    if (a.factor === b.factor) return { of: ops.add(x, y), factor: a.factor };
    if (a.factor === -b.factor) return { of: ops.sub(y, x), factor: b.factor };
    return { of: ops.add(scaled(x, a.factor), scaled(y, b.factor)), factor: 1 };
  }

  /** One product of many, the first step's first. */
  function ofProducts(products: readonly ProductCotangent<T>[]): Slope<T>[] {
    const alike = Map.groupBy(products.toReversed(), ({ factor, transposed }) => `${factor} ${transposed}`);
    return [...alike.values()].map((list) => {
      const { factor, transposed } = item(list, 0);
      const lefts = list.map(({ left }) => left);
      const back = list.map(({ slope }) => slope);
      const [left, slope] = [together(lefts, 0), together(back, 0)];
      const product = ops.matmul(left, slope, { transposeA: true, ...(factor !== 1 && { scale: factor }) });
      return { of: transposed ? ops.transpose(product) : product, factor: 1 };
    });
  }

  function ofRows(rows: readonly RowCotangent<T>[]): Slope<T>[] {
    const alike = Map.groupBy(rows.toReversed(), ({ factor }) => factor);
    return [...alike].map(([factor, list]) => {
      const slopes = list.map(({ slope }) => slope);
      return { of: columnSums(together(slopes, 0)), factor };
    });
  }

  /** Of one value, summed; null when nothing came back. */
  function total({ slopes, products, rows }: AccumulatedCotangents<T>): Slope<T> | null {
    const all = [...slopes, ...ofProducts(products), ...ofRows(rows)];
    const first = all.pop();
    // From the first use on: the product that comes back from the step after takes up what is added to it.
    return first === undefined ? null : all.reduceRight((uses, slope) => sum(slope, uses), first);
  }

  return { total, spread, whole, folded, together, rowSums };
}

const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((length, axis) => length === b[axis]);

/** Makes a tensor once for the same description and the same tensors. */
function remembering<T>(): (what: string, of: readonly T[], make: () => T) => T {
  const numbers = new Map<T, number>();
  const made = new Map<string, T>();
  const numberOf = (tensor: T): number => {
    const number = numbers.get(tensor) ?? numbers.size;
    numbers.set(tensor, number);
    return number;
  };
  return (what, of, make) => {
    const key = `${what}: ${of.map(numberOf).join()}`;
    const result = made.get(key) ?? make();
    made.set(key, result);
    return result;
  };
}
