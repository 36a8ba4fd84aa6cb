/**
 * The operations as nodes of an ONNX graph: each call adds nodes and returns a value with its shape; nothing is
 * computed until ONNX Runtime runs the graph.
 */

import type { Value } from '../../../io/formats/onnx/value.ts';
import { binary, dimensions, type Operations, type Shape, shapes, unary } from '../../models/operations.ts';
import { mapValues } from '../../models/program.ts';
import { elementType, type Graph } from './graph.ts';
import { type MatrixProducts, matrixProducts, product, rowsOf } from './matrix-products.ts';

/** Up to this many rows a scatter is a product with a one-hot matrix, which is quicker than adding row by row. */
const oneHotHeight = 256;

export interface OnnxOperationsOptions {
  /** Pieces that one Split gives or one Concat takes, at most: GPU shaders see few buffers at a time. Default: any. */
  mostPieces?: number;
  /** True: the graph runs in the process's own memory. */
  cpu?: boolean;
}

export function onnxOperations(
  graph: Graph,
  { mostPieces = Number.POSITIVE_INFINITY, cpu = false }: OnnxOperationsOptions = {},
): Operations<Value> {
  const products = matrixProducts(graph, cpu);
  const pairs = mapValues(
    binary,
    ({ node }) =>
      (a: Value, b: Value) =>
        graph.value(node, [a, b], shapes.add(a, b)),
  );
  const zeros = (shape: Shape): Value => ({
    ...graph.value('ConstantOfShape', [graph.integers(shape)], { shape }),
    zero: true,
  });
  const operations: Operations<Value> = {
    shapeOf: ({ shape }) => shape,
    scalar: (value) => graph.scalar(value),
    zeros,
    toFloat: (x) => float(graph, x),
    ...mapValues(
      unary,
      ({ node }) =>
        (x: Value) =>
          graph.value(node, [x], x),
    ),
    ...pairs,
    add: products.add,
    mul: (a, b) => (a.zero || b.zero ? zeros(shapes.mul(a, b).shape) : pairs.mul(a, b)),
    greater: (a, b) => float(graph, pairs.greater(a, b)),
    matmul: products.matmul,
    transpose: products.transpose,
    ...joining(graph, mostPieces, cpu ? products : null),
    reshape: (x, shape) => graph.value('Reshape', [x, graph.integers(shape)], shapes.reshape(x, shape)),
    gather(table, ids) {
      const input = table.asTable?.(false) ?? table.transposeOf?.asTable?.(true);
      const own = input === undefined ? table : { name: input, shape: table.shape };
      return graph.value('Gather', [own, ids], shapes.gather(table, ids));
    },
    scatterAdd(rows, ids, height) {
      const [count] = dimensions(rows);
      if (height <= oneHotHeight) {
        const same = graph.value('Equal', [column(graph, ids), graph.range(height)], { shape: [count, height] });
        return products.matmul(float(graph, same), rows, { transposeA: true });
      }
      // Not ScatterND with "add": with several threads it loses updates where ids repeat.
      const indices = graph.value('Expand', [column(graph, ids), graph.integers(rows.shape)], rows);
      const result = shapes.scatterAdd(rows, ids, height);
      const inputs = [zeros(result.shape), indices, rows];
      return graph.value('ScatterElements', inputs, result, { axis: 0, reduction: 'add' });
    },
    reduceSum(x, axis) {
      const axes = axis === undefined ? [] : [graph.integers([axis])];
      return graph.value('ReduceSum', [x, ...axes], shapes.reduceSum(x, axis), { keepdims: 0 });
    },
    sumOfSquares(x) {
      if (x.shape.length < 2) return graph.value('ReduceSumSquare', [x], shapes.sumOfSquares(x), { keepdims: 0 });
      // Row by row: one sum over millions of elements loses four of single precision's seven digits on the CPU.
      const ofRows = graph.value('ReduceSumSquare', [x, graph.integers([1])], shapes.reduceSum(x, 1), { keepdims: 0 });
      return operations.reduceSum(ofRows);
    },
    ...choices(graph),
  };
  return operations;
}

const float = (graph: Graph, x: Value): Value => graph.value('Cast', [x], x, { to: elementType.float32 });

/** [m] as [m, 1]. */
const column = (graph: Graph, ids: Value): Value =>
  graph.value('Unsqueeze', [ids, graph.integers([1])], { shape: [...ids.shape, 1] });

/**
 * Cutting tensors and joining them, a few pieces at a time where a device sees few.
 * @param mostPieces that one node gives or takes.
 * @param products those whose rows are cut become products of fewer rows; null: they are cut as they are.
 */
function joining(
  graph: Graph,
  mostPieces: number,
  products: MatrixProducts | null,
): Pick<Operations<Value>, 'split' | 'concat' | 'slice'> {
  function split(x: Value, count: number, axis: 0 | 1): Value[] {
    if (count === 1) return [x];
    const pieces = shapes.split(x, count, axis);
    if (count > mostPieces)
      return pieces.map(({ shape }, i) => slice(x, axis, i * (shape[axis] ?? 0), (i + 1) * (shape[axis] ?? 0)));
    const rows = products !== null && axis === 0 ? rowsOf(x, count, (a) => split(a, count, axis)) : null;
    if (products !== null && rows !== null)
      return rows.map((factors, i) => product(factors, pieces[i]?.shape ?? [], products.gemm));
    const names = graph.nodes('Split', [x.name], { axis, num_outputs: count }, count);
    return names.map((name, i) => ({ name, shape: pieces[i]?.shape ?? [] }));
  }

  function slice(x: Value, axis: number, from: number, to: number): Value {
    const [start, end, axes] = [[from], [to], [axis]].map((each) => graph.integers(each)) as [Value, Value, Value];
    return graph.value('Slice', [x, start, end, axes], shapes.slice(x, axis, from, to));
  }

  function concat(parts: readonly Value[], axis: number): Value {
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    if (parts.length <= mostPieces) return graph.value('Concat', parts, shapes.concat(parts, axis), { axis });
    const groups = Array.from({ length: Math.ceil(parts.length / mostPieces) }, (_, i) =>
      concat(parts.slice(i * mostPieces, (i + 1) * mostPieces), axis),
    );
    return concat(groups, axis);
  }

  return { split, concat, slice };
}

function choices(graph: Graph): Pick<Operations<Value>, 'softmaxCrossEntropy' | 'softmax' | 'isMostLikely'> {
  const softmax = (x: Value): Value => graph.value('Softmax', [x], x, { axis: -1 });
  return {
    softmax,
    softmaxCrossEntropy(logits, targets) {
      const { loss } = shapes.softmaxCrossEntropy(logits, targets);
      const probability = softmax(logits);
      const at = column(graph, targets);
      const right = graph.value('GatherElements', [probability, at], at, { axis: 1 });
      // The smallest normal single-precision number: below it the logarithm would be infinite.
      const bounded = graph.value('Max', [right, graph.scalar(1.2e-38)], at);
      const negative = graph.value('Neg', [graph.value('Log', [bounded], at)], at);
      const nats = graph.value('Squeeze', [negative, graph.integers([1])], loss);
      const less = graph.value('Sub', [right, graph.scalar(1)], at);
      return { loss: nats, gradient: graph.value('ScatterElements', [probability, at, less], logits, { axis: 1 }) };
    },
    isMostLikely(logits, targets) {
      const rows = shapes.isMostLikely(logits, targets);
      const best = graph.value('ArgMax', [logits], rows, { axis: -1, keepdims: 0 });
      // In 32 bits, because the webgpu provider compares no wider numbers.
      const narrow = graph.value('Cast', [best], rows, { to: elementType.int32 });
      return float(graph, graph.value('Equal', [narrow, targets], rows));
    },
  };
}
