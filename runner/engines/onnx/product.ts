/**
 * Matrix products that get their node when their name is first asked for. Until then what is added to one, or cut from
 * it, becomes part of it, and saves a pass through a large matrix.
 */
import type { Factors, Value } from '../../formats/onnx/value.ts';
import { dimensions } from './nodes.ts';

/** A product of so few rows would read `b` almost as often as it computes with it. */
const fewestRows = 64;

/** A value whose node `write` adds when it is needed. */
export function product(factors: Factors, shape: readonly number[], write: (factors: Factors) => string): Value {
  let known: string | undefined;
  return {
    get name() {
      known ??= write(factors);
      return known;
    },
    get product() {
      return known === undefined ? factors : undefined;
    },
    shape,
  };
}

const isBias = ({ shape }: Value): boolean => shape.length === 1;

/**
 * The factors of x + y where one of them is a product: it takes the other up. Of two products with biases, which are
 * added first, the second is what the first is added to. Null when there is nothing to gain.
 * @param again makes a product of other factors and the same shape.
 */
export function sum(
  x: Value,
  y: Value,
  plus: (a: Value, b: Value) => Value,
  again: (factors: Factors) => Value,
): Factors | null {
  if (x.shape.length !== 2 || x.shape.some((size, axis) => size !== y.shape[axis])) return null;
  const [p, q] = [x.product, y.product];
  if (p !== undefined && q !== undefined && (p.add === undefined || isBias(p.add))) {
    if (p.add === undefined) return { ...p, add: y };
    if (q.add === undefined) return { ...q, add: x };
    return isBias(q.add) ? { ...p, add: again({ ...q, add: plus(p.add, q.add) }) } : null;
  }
  if (p !== undefined && p.add === undefined) return { ...p, add: y };
  if (q !== undefined && q.add === undefined) return { ...q, add: x };
  return null;
}

/** The factors of `count` equal stretches of a product's rows, cut from `a` when that is the narrower matrix; else null. */
export function rowsOf(x: Value, count: number, cut: (a: Value) => readonly Value[]): Factors[] | null {
  const { product: factors } = x;
  if (factors === undefined || factors.transposeA) return null;
  const [rows, columns] = dimensions(x);
  if (rows / count < fewestRows || dimensions(factors.a)[1] > columns) return null;
  if (factors.add !== undefined && !isBias(factors.add)) return null;
  return cut(factors.a).map((a) => ({ ...factors, a }));
}
