/** Matrix products, transposes and sums as nodes: what can become part of a product does. */

import type { Factors, Value } from '../../../io/formats/onnx/value.ts';
import { dimensions, type MatmulOptions, shapes } from '../../models/operations.ts';
import type { Attribute, Graph } from './graph.ts';

/** An operand of a product, and whether it is to be transposed there. */
const untransposed = (x: Value, transpose = false): [Value, boolean] =>
  x.transposeOf === undefined ? [x, transpose] : [x.transposeOf, !transpose];

export type MatrixProducts = ReturnType<typeof matrixProducts>;

/**
 * A product of so many columns reads a transposed left matrix so often that it is quicker to transpose it first: on one core by a
 * tenth to a quarter, of 672 to 2,816 rows and 2,688 to 13,000 columns.
 */
const enoughColumns = 1024;

/** @param cpu what is added to a product becomes part of it there, and a left matrix is transposed first where that is quicker. */
export function matrixProducts(graph: Graph, cpu: boolean) {
  const plus = (a: Value, b: Value): Value => graph.value('Add', [a, b], shapes.add(a, b));

  /** A node only when its name is asked for. */
  function transpose(x: Value): Value {
    if (x.transposeOf !== undefined) return x.transposeOf;
    let known: string | undefined;
    return {
      get name() {
        known ??= graph.node('Transpose', [x.name], { perm: [1, 0] });
        return known;
      },
      ...shapes.transpose(x),
      transposeOf: x,
    };
  }

  function matmul(left: Value, right: Value, options: MatmulOptions<Value> = {}): Value {
    const { scale, add } = options;
    const [a, transposeA] = untransposed(left, options.transposeA);
    const [b, transposeB] = untransposed(right, options.transposeB);
    const result = shapes.matmul(left, right, {
      transposeA: options.transposeA ?? false,
      transposeB: options.transposeB ?? false,
    });
    if ((a.zero || b.zero) && add !== undefined)
      return add.shape.length === 2 ? add : graph.value('Expand', [add, graph.integers(result.shape)], result);
    return product({ a, b, transposeA, transposeB, scale, add }, result.shape, gemm);
  }

  /** Adds the node of a product. */
  function gemm({ a, b, transposeA, transposeB, scale, add }: Factors): string {
    const columns = transposeB ? b.shape[0] : b.shape[1];
    if (cpu && transposeA && (columns ?? 0) >= enoughColumns) {
      const turned = graph.value('Transpose', [a], shapes.transpose(a), { perm: [1, 0] });
      return gemm({ a: turned, b, transposeA: false, transposeB, scale, add });
    }
    const attributes: Record<string, Attribute> = {};
    if (transposeA) attributes.transA = 1;
    if (transposeB) attributes.transB = 1;
    if (scale !== undefined) attributes.alpha = { float: scale };
    const names = [a, b, ...(add === undefined ? [] : [add])].map(({ name }) => name);
    return graph.node('Gemm', names, attributes);
  }

  function add(a: Value, b: Value): Value {
    const other = a.zero ? b : a;
    if ((a.zero || b.zero) && `${other.shape}` === `${shapes.add(a, b).shape}`) return other;
    const again = (factors: Factors) => product(factors, a.shape, gemm);
    const factors = cpu ? sum(a, b, plus, again) : null;
    return factors === null ? plus(a, b) : again(factors);
  }

  return { transpose, matmul, add, gemm };
}

/** A product of so few rows would read `b` almost as often as it computes with it. */
const fewestRows = 64;

/**
 * Products get their node when their name is first asked for. Until then what is added to one, or cut from it, becomes
 * part of it, and saves a pass through a large matrix.
 * A value whose node `write` adds when it is needed.
 */
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
