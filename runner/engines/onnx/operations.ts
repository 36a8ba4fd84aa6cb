/**
 * The operations as nodes of an ONNX graph: each call adds nodes and returns a value with its shape; nothing is
 * computed until ONNX Runtime runs the graph.
 */

import type { Factors, Value } from '../../formats/onnx/value.ts';
import type { MatmulOptions, Operations, Shape } from '../../models/operations.ts';
import { type Attribute, elementType, type Graph } from './graph.ts';
import { cutShape, pieceByPiece } from './pieces.ts';
import { product, rowsOf, sum } from './product.ts';

/** Up to this many rows a scatter is a product with a one-hot matrix, which is quicker than adding row by row. */
const oneHotHeight = 256;

function broadcast(a: Value, b: Value): Shape {
  const length = Math.max(a.shape.length, b.shape.length);
  const dimension = ({ shape }: Value, axis: number) => shape[axis - (length - shape.length)] ?? 1;
  return Array.from({ length }, (_, axis) => {
    const [m, n] = [dimension(a, axis), dimension(b, axis)];
    if (m !== n && m !== 1 && n !== 1) throw new RangeError(`onnx: shapes [${a.shape}] and [${b.shape}] do not fit`);
    return Math.max(m, n);
  });
}

function dimensions({ shape }: Value): [number, number] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined) throw new RangeError(`onnx: expected a matrix, got [${shape}]`);
  return [rows, columns];
}

/** An operand of a product, and whether it is to be transposed there. */
const untransposed = (x: Value, transpose = false): [Value, boolean] =>
  x.transposeOf === undefined ? [x, transpose] : [x.transposeOf, !transpose];

export interface OnnxOperationsOptions {
  /** Pieces that one Split gives or one Concat takes, at most: GPU shaders see few buffers at a time. Default: any. */
  mostPieces?: number;
  /** True: the graph runs in the process's own memory, and large tensors go through the processor's caches in pieces. */
  cpu?: boolean;
}

export function onnxOperations(graph: Graph, options: OnnxOperationsOptions = {}): Operations<Value> {
  const { mostPieces = Number.POSITIVE_INFINITY, cpu = false } = options;
  const one = (type: string, inputs: Value[], shape: Shape, attributes: Record<string, Attribute> = {}): Value => ({
    name: graph.node(
      type,
      inputs.map((input) => input.name),
      attributes,
    ),
    shape,
  });
  const binary = (type: string) => (a: Value, b: Value) => one(type, [a, b], broadcast(a, b));
  const unary = (type: string) => (x: Value) => one(type, [x], x.shape);
  const integers = (values: readonly number[]): Value => ({ name: graph.integers(values), shape: [values.length] });
  const scalar = (value: number): Value => ({ name: graph.scalar(value), shape: [] });
  const multiply = binary('Mul');
  const plus = binary('Add');
  const column = (ids: Value) => one('Unsqueeze', [ids, integers([1])], [...ids.shape, 1]);
  const zeros = (shape: Shape): Value => ({
    name: graph.node('ConstantOfShape', [graph.integers(shape)]),
    shape,
    zero: true,
  });

  /** A node only when its name is asked for. */
  function transpose(x: Value): Value {
    if (x.transposeOf !== undefined) return x.transposeOf;
    let known: string | undefined;
    return {
      get name() {
        known ??= graph.node('Transpose', [x.name], { perm: [1, 0] });
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
      return add.shape.length === 2 ? add : one('Expand', [add, integers([m, n])], [m, n]);
    }
    return product({ a, b, transposeA, transposeB, scale, add }, [m, n], gemm);
  }

  function gemm({ a, b, transposeA, transposeB, scale, add }: Factors): string {
    const attributes: Record<string, Attribute> = {};
    if (transposeA) attributes.transA = 1;
    if (transposeB) attributes.transB = 1;
    if (scale !== undefined) attributes.alpha = { float: scale };
    const names = [a, b, ...(add === undefined ? [] : [add])].map(({ name }) => name);
    return graph.node('Gemm', names, attributes);
  }

  function addition(a: Value, b: Value): Value {
    if (a.zero || b.zero) return a.zero && !b.zero ? b : a;
    const again = (factors: Factors) => product(factors, a.shape, gemm);
    const factors = cpu ? sum(a, b, plus, again) : null;
    return factors === null ? plus(a, b) : again(factors);
  }

  function split(x: Value, count: number, axis: 0 | 1): Value[] {
    const shape = dimensions(x);
    shape[axis] /= count;
    if (count === 1) return [x];
    if (count > mostPieces) return Array.from({ length: count }, (_, i) => slice(x, axis, i * shape[axis], shape));
    const rows = cpu && axis === 0 ? rowsOf(x, count, (a) => split(a, count, axis)) : null;
    if (rows !== null) return rows.map((factors) => product(factors, shape, gemm));
    return graph.nodes('Split', [x.name], { axis, num_outputs: count }, count).map((name) => ({ name, shape }));
  }

  const slice = (x: Value, axis: 0 | 1, start: number, shape: Shape): Value => {
    const end = start + (shape[axis] ?? 0);
    return one('Slice', [x, integers([start]), integers([end]), integers([axis])], shape);
  };

  function concat(parts: readonly Value[], axis: 0 | 1): Value {
    const [first] = parts;
    if (first === undefined) throw new RangeError('onnx: nothing to join');
    if (parts.length === 1) return first;
    if (parts.length > mostPieces) {
      const groups = Array.from({ length: Math.ceil(parts.length / mostPieces) }, (_, i) =>
        concat(parts.slice(i * mostPieces, (i + 1) * mostPieces), axis),
      );
      return concat(groups, axis);
    }
    const shape = dimensions(first);
    shape[axis] = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
    return one('Concat', [...parts], shape, { axis });
  }

  const operations: Operations<Value> = {
    shapeOf: (x) => x.shape,
    scalar,
    zeros,
    toFloat: (x) => one('Cast', [x], x.shape, { to: elementType.float32 }),
    add: addition,
    sub: binary('Sub'),
    mul: (a, b) => (a.zero || b.zero ? zeros(broadcast(a, b)) : multiply(a, b)),
    div: binary('Div'),
    minimum: binary('Min'),
    maximum: binary('Max'),
    sigmoid: unary('Sigmoid'),
    tanh: unary('Tanh'),
    sqrt: unary('Sqrt'),
    elementwise(inputs, compute) {
      const shape = inputs[0]?.shape ?? [];
      const pieces = cpu ? cutShape(shape) : null;
      if (pieces === null) return compute(operations, inputs);
      return pieceByPiece(graph, inputs, shape, pieces, (body, each) => compute(onnxOperations(body, options), each));
    },
    matmul,
    transpose,
    split,
    concat,
    gather: (table, ids) => one('Gather', [table, ids], [...ids.shape, dimensions(table)[1]]),
    scatterAdd(rows, ids, height) {
      const [count, columns] = dimensions(rows);
      if (height <= oneHotHeight) {
        const same = one('Equal', [column(ids), { name: graph.range(height), shape: [height] }], [count, height]);
        const oneHot = one('Cast', [same], [count, height], { to: elementType.float32 });
        return matmul(oneHot, rows, { transposeA: true });
      }
      // Not ScatterND with "add": with several threads it loses updates where ids repeat.
      const indices = one('Expand', [column(ids), integers([count, columns])], [count, columns]);
      return one('ScatterElements', [zeros([height, columns]), indices, rows], [height, columns], {
        axis: 0,
        reduction: 'add',
      });
    },
    reduceSum(x, axis) {
      const [rows, columns] = axis === undefined ? [0, 0] : dimensions(x);
      if (axis === undefined) return one('ReduceSum', [x], [], { keepdims: 0 });
      return one('ReduceSum', [x, integers([axis])], [axis === 0 ? columns : rows], { keepdims: 0 });
    },
    sumOfSquares(x) {
      if (x.shape.length < 2) return one('ReduceSumSquare', [x], [], { keepdims: 0 });
      // Row by row: one sum over millions of elements loses four of single precision's seven digits on the CPU.
      const ofRows = one('ReduceSumSquare', [x, integers([1])], [dimensions(x)[0]], { keepdims: 0 });
      return one('ReduceSum', [ofRows], [], { keepdims: 0 });
    },
    softmaxCrossEntropy(logits, targets) {
      const [rows] = dimensions(logits);
      const probability = one('Softmax', [logits], logits.shape, { axis: -1 });
      const at = column(targets);
      const right = one('GatherElements', [probability, at], [rows, 1], { axis: 1 });
      // The smallest normal single-precision number: below it the logarithm would be infinite.
      const bounded = one('Max', [right, scalar(1.2e-38)], [rows, 1]);
      const loss = one('Squeeze', [one('Neg', [one('Log', [bounded], [rows, 1])], [rows, 1]), integers([1])], [rows]);
      const less = one('Sub', [right, scalar(1)], [rows, 1]);
      const gradient = one('ScatterElements', [probability, at, less], logits.shape, { axis: 1 });
      return { loss, gradient };
    },
    softmax: (x) => one('Softmax', [x], x.shape, { axis: -1 }),
    isMostLikely(logits, targets) {
      const [rows] = dimensions(logits);
      const best = one('ArgMax', [logits], [rows], { axis: -1, keepdims: 0 });
      // In 32 bits, because the webgpu provider compares no wider numbers.
      const narrow = one('Cast', [best], [rows], { to: elementType.int32 });
      return one('Cast', [one('Equal', [narrow, targets], [rows])], [rows], { to: elementType.float32 });
    },
  };
  return operations;
}
