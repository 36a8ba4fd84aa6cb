/** Cutting tensors into equal pieces and joining them, a few pieces at a time where a device sees few. */

import type { Value } from '../../../io/formats/onnx/value.ts';
import type { Shape } from '../../models/operations.ts';
import type { MatrixProducts } from './matrix-products.ts';
import { product, rowsOf } from './matrix-products.ts';
import { dimensions, lengthOf, type Nodes } from './nodes.ts';

export interface Joining {
  split(x: Value, count: number, axis: 0 | 1): Value[];
  concat(parts: readonly Value[], axis: number): Value;
  slice(x: Value, axis: number, from: number, to: number): Value;
}

interface Limits {
  /** Pieces that one node gives or takes. */
  mostPieces: number;
  /** Products whose rows are cut become products of fewer rows; null: they are cut as they are. */
  products: MatrixProducts | null;
}

export function joining(nodes: Nodes, { mostPieces, products }: Limits): Joining {
  function split(x: Value, count: number, axis: 0 | 1): Value[] {
    const shape = dimensions(x);
    shape[axis] /= count;
    if (count === 1) return [x];
    if (count > mostPieces)
      return Array.from({ length: count }, (_, i) => slice(x, axis, i * shape[axis], (i + 1) * shape[axis]));
    const rows = products !== null && axis === 0 ? rowsOf(x, count, (a) => split(a, count, axis)) : null;
    if (products !== null && rows !== null) return rows.map((factors) => product(factors, shape, products.gemm));
    return nodes.graph.nodes('Split', [x.name], { axis, num_outputs: count }, count).map((name) => ({ name, shape }));
  }

  function slice(x: Value, axis: number, from: number, to: number): Value {
    if (!(from >= 0 && from <= to && to <= lengthOf(x, axis)))
      throw new RangeError(`onnx: [${x.shape}] has no ${from} to ${to}`);
    const shape = withLength(x.shape, axis, to - from);
    return nodes.one('Slice', [x, nodes.integers([from]), nodes.integers([to]), nodes.integers([axis])], shape);
  }

  function concat(parts: readonly Value[], axis: number): Value {
    const [first] = parts;
    if (first === undefined) throw new RangeError('onnx: nothing to join');
    if (parts.length === 1) return first;
    if (parts.length > mostPieces) {
      const groups = Array.from({ length: Math.ceil(parts.length / mostPieces) }, (_, i) =>
        concat(parts.slice(i * mostPieces, (i + 1) * mostPieces), axis),
      );
      return concat(groups, axis);
    }
    const length = parts.reduce((sum, part) => sum + lengthOf(part, axis), 0);
    const shape = withLength(first.shape, axis, length);
    return nodes.one('Concat', [...parts], shape, { axis });
  }

  return { split, concat, slice };
}

/** The shape with another length of one axis. */
const withLength = (shape: Shape, axis: number, length: number): Shape =>
  shape.map((own, index) => (index === axis ? length : own));
