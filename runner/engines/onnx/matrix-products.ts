/** Matrix products, transposes and sums as nodes: what can become part of a product does. */

import type { Factors, Value } from '../../formats/onnx/value.ts';
import type { MatmulOptions } from '../../models/operations.ts';
import type { Attribute } from './graph.ts';
import { dimensions, type Nodes } from './nodes.ts';
import { product, sum } from './product.ts';

/** An operand of a product, and whether it is to be transposed there. */
const untransposed = (x: Value, transpose = false): [Value, boolean] =>
  x.transposeOf === undefined ? [x, transpose] : [x.transposeOf, !transpose];

export interface MatrixProducts {
  transpose(x: Value): Value;
  matmul(a: Value, b: Value, options?: MatmulOptions<Value>): Value;
  add(a: Value, b: Value): Value;
  /** Adds the node of a product. */
  gemm(factors: Factors): string;
}

/** @param taken whether what is added to a product becomes part of it. */
export function matrixProducts(nodes: Nodes, taken: boolean): MatrixProducts {
  const plus = nodes.binary('Add');

  /** A node only when its name is asked for. */
  function transpose(x: Value): Value {
    if (x.transposeOf !== undefined) return x.transposeOf;
    let known: string | undefined;
    return {
      get name() {
        known ??= nodes.graph.node('Transpose', [x.name], { perm: [1, 0] });
        return known;
      },
      shape: dimensions(x).reverse(),
      transposeOf: x,
    };
  }

  function matmul(left: Value, right: Value, options: MatmulOptions<Value> = {}): Value {
    const { scale, add } = options;
    const [a, transposeA] = untransposed(left, options.transposeA);
    const [b, transposeB] = untransposed(right, options.transposeB);
    const [m, k] = transposeA ? dimensions(a).reverse() : dimensions(a);
    const [k2, n] = transposeB ? dimensions(b).reverse() : dimensions(b);
    if (m === undefined || n === undefined || k !== k2)
      throw new RangeError(`onnx: matmul of [${a.shape}] and [${b.shape}]`);
    if ((a.zero || b.zero) && add !== undefined) {
      return add.shape.length === 2 ? add : nodes.one('Expand', [add, nodes.integers([m, n])], [m, n]);
    }
    return product({ a, b, transposeA, transposeB, scale, add }, [m, n], gemm);
  }

  function gemm({ a, b, transposeA, transposeB, scale, add }: Factors): string {
    const attributes: Record<string, Attribute> = {};
    if (transposeA) attributes.transA = 1;
    if (transposeB) attributes.transB = 1;
    if (scale !== undefined) attributes.alpha = { float: scale };
    const names = [a, b, ...(add === undefined ? [] : [add])].map(({ name }) => name);
    return nodes.graph.node('Gemm', names, attributes);
  }

  function add(a: Value, b: Value): Value {
    if (a.zero || b.zero) return a.zero && !b.zero ? b : a;
    const again = (factors: Factors) => product(factors, a.shape, gemm);
    const factors = taken ? sum(a, b, plus, again) : null;
    return factors === null ? plus(a, b) : again(factors);
  }

  return { transpose, matmul, add, gemm };
}
