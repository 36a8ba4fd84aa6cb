/**
 * The operations as nodes of an ONNX graph: each call adds nodes and returns a value with its shape; nothing is
 * computed until ONNX Runtime runs the graph.
 */

import type { Value } from '../../../io/formats/onnx/value.ts';
import type { Operations } from '../../models/operations.ts';
import { sizeOf } from '../../models/program.ts';
import { elementType, type Graph } from './graph.ts';
import { joining } from './joining.ts';
import { type MatrixProducts, matrixProducts } from './matrix-products.ts';
import { broadcast, dimensions, lengthOf, Nodes } from './nodes.ts';
import { cutShape, pieceByPiece } from './pieces.ts';

/** Up to this many rows a scatter is a product with a one-hot matrix, which is quicker than adding row by row. */
const oneHotHeight = 256;

export interface OnnxOperationsOptions {
  /** Pieces that one Split gives or one Concat takes, at most: GPU shaders see few buffers at a time. Default: any. */
  mostPieces?: number;
  /** True: the graph runs in the process's own memory, and large tensors go through the processor's caches in pieces. */
  cpu?: boolean;
}

export function onnxOperations(graph: Graph, options: OnnxOperationsOptions = {}): Operations<Value> {
  const { mostPieces = Number.POSITIVE_INFINITY, cpu = false } = options;
  const nodes = new Nodes(graph);
  const { binary, unary, scalar, zeros } = nodes;
  const products = matrixProducts(nodes, cpu);
  const multiply = binary('Mul');
  const operations: Operations<Value> = {
    shapeOf: (x) => x.shape,
    scalar,
    zeros,
    toFloat: (x) => nodes.one('Cast', [x], x.shape, { to: elementType.float32 }),
    add: products.add,
    sub: binary('Sub'),
    mul: (a, b) => (a.zero || b.zero ? zeros(broadcast(a, b)) : multiply(a, b)),
    div: binary('Div'),
    minimum: binary('Min'),
    maximum: binary('Max'),
    sigmoid: unary('Sigmoid'),
    tanh: unary('Tanh'),
    greater: (a, b) =>
      nodes.one('Cast', [nodes.one('Greater', [a, b], broadcast(a, b))], broadcast(a, b), { to: elementType.float32 }),
    sqrt: unary('Sqrt'),
    exp: unary('Exp'),
    softplus: unary('Softplus'),
    erf: unary('Erf'),
    elementwise(inputs, compute) {
      const shape = inputs[0]?.shape ?? [];
      const pieces = cpu ? cutShape(shape) : null;
      if (pieces === null) return compute(operations, inputs);
      const add = (body: Graph, each: readonly Value[]) => compute(onnxOperations(body, options), each);
      return pieceByPiece(graph, inputs, { shape, pieces }, add);
    },
    matmul: products.matmul,
    transpose: products.transpose,
    ...joining(nodes, { mostPieces, products: cpu ? products : null }),
    reshape(x, shape) {
      if (sizeOf(shape) !== sizeOf(x.shape)) throw new RangeError(`onnx: [${x.shape}] is no [${shape}]`);
      return nodes.one('Reshape', [x, nodes.integers(shape)], shape);
    },
    gather: (table, ids) => nodes.one('Gather', [table, ids], [...ids.shape, dimensions(table)[1]]),
    scatterAdd: scattering(nodes, products),
    ...sums(nodes),
    ...choices(nodes),
  };
  return operations;
}

function scattering(nodes: Nodes, { matmul }: MatrixProducts): Operations<Value>['scatterAdd'] {
  return (rows, ids, height) => {
    const [count, columns] = dimensions(rows);
    if (height <= oneHotHeight) {
      const same = nodes.one(
        'Equal',
        [nodes.column(ids), { name: nodes.graph.range(height), shape: [height] }],
        [count, height],
      );
      const oneHot = nodes.one('Cast', [same], [count, height], { to: elementType.float32 });
      return matmul(oneHot, rows, { transposeA: true });
    }
    // Not ScatterND with "add": with several threads it loses updates where ids repeat.
    const indices = nodes.one('Expand', [nodes.column(ids), nodes.integers([count, columns])], [count, columns]);
    return nodes.one('ScatterElements', [nodes.zeros([height, columns]), indices, rows], [height, columns], {
      axis: 0,
      reduction: 'add',
    });
  };
}

function sums(nodes: Nodes): Pick<Operations<Value>, 'reduceSum' | 'sumOfSquares'> {
  return {
    reduceSum(x, axis) {
      if (axis === undefined) return nodes.one('ReduceSum', [x], [], { keepdims: 0 });
      lengthOf(x, axis);
      const left = x.shape.filter((_, index) => index !== axis);
      return nodes.one('ReduceSum', [x, nodes.integers([axis])], left, { keepdims: 0 });
    },
    sumOfSquares(x) {
      if (x.shape.length < 2) return nodes.one('ReduceSumSquare', [x], [], { keepdims: 0 });
      // Row by row: one sum over millions of elements loses four of single precision's seven digits on the CPU.
      const ofRows = nodes.one('ReduceSumSquare', [x, nodes.integers([1])], [dimensions(x)[0]], { keepdims: 0 });
      return nodes.one('ReduceSum', [ofRows], [], { keepdims: 0 });
    },
  };
}

function choices(nodes: Nodes): Pick<Operations<Value>, 'softmaxCrossEntropy' | 'softmax' | 'isMostLikely'> {
  return {
    softmaxCrossEntropy(logits, targets) {
      const [rows] = dimensions(logits);
      const probability = nodes.one('Softmax', [logits], logits.shape, { axis: -1 });
      const at = nodes.column(targets);
      const right = nodes.one('GatherElements', [probability, at], [rows, 1], { axis: 1 });
      // The smallest normal single-precision number: below it the logarithm would be infinite.
      const bounded = nodes.one('Max', [right, nodes.scalar(1.2e-38)], [rows, 1]);
      const loss = nodes.one(
        'Squeeze',
        [nodes.one('Neg', [nodes.one('Log', [bounded], [rows, 1])], [rows, 1]), nodes.integers([1])],
        [rows],
      );
      const less = nodes.one('Sub', [right, nodes.scalar(1)], [rows, 1]);
      const gradient = nodes.one('ScatterElements', [probability, at, less], logits.shape, { axis: 1 });
      return { loss, gradient };
    },
    softmax: (x) => nodes.one('Softmax', [x], x.shape, { axis: -1 }),
    isMostLikely(logits, targets) {
      const [rows] = dimensions(logits);
      const best = nodes.one('ArgMax', [logits], [rows], { axis: -1, keepdims: 0 });
      // In 32 bits, because the webgpu provider compares no wider numbers.
      const narrow = nodes.one('Cast', [best], [rows], { to: elementType.int32 });
      return nodes.one('Cast', [nodes.one('Equal', [narrow, targets], [rows])], [rows], { to: elementType.float32 });
    },
  };
}
