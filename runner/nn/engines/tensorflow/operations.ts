/**
 * The operations over TensorFlow.js tensors: each call computes at once, on the backend that is current. Imports only
 * the package's types. Call it inside `tf.tidy`, which frees what is not returned; what is kept beyond is in `Lasting`.
 */
import { binary, dimensions, type MatmulOptions, type Operations, unary } from '../../models/operations.ts';
import { mapValues } from '../../models/program.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');
export type TfTensor = import('@tensorflow/tfjs-core').Tensor;
type Tensor1D = import('@tensorflow/tfjs-core').Tensor1D;

/** Tensors that outlive a run. */
export interface Lasting {
  /** Those that no run changes. */
  constants: ReadonlySet<TfTensor>;
  /** Scalars and the like by description, transposes by the constant that they are made of. */
  made: Map<TfTensor | string, TfTensor>;
}

export interface Traits {
  /**
   * True where products with a transposed matrix and sums over rows are slow, as on wasm (7 and 20 times): transposes
   * are then made, once for each matrix and run, and sums over rows are products with ones.
   */
  plainProducts: boolean;
}

/** Up to this many rows a scatter is a product with a one-hot matrix: on a GPU its order of addition is fixed. */
const oneHotHeight = 256;

export function tensorflowOperations(
  tf: TensorFlow,
  { constants, made }: Lasting,
  { plainProducts }: Traits,
): Operations<TfTensor> {
  const thisRun = new Map<TfTensor, TfTensor>();

  function lasting(key: TfTensor | string, make: () => TfTensor): TfTensor {
    const known = made.get(key);
    if (known !== undefined) return known;
    const tensor = tf.keep(make());
    made.set(key, tensor);
    return tensor;
  }

  const scalar = (value: number): TfTensor => lasting(`scalar ${value}`, () => tf.scalar(value));

  function transpose(x: TfTensor): TfTensor {
    if (constants.has(x)) return lasting(x, () => tf.transpose(x));
    const known = thisRun.get(x);
    if (known !== undefined) return known;
    const result: TfTensor = tf.transpose(x);
    thisRun.set(x, result);
    return result;
  }

  function product(a: TfTensor, b: TfTensor, transposeA: boolean, transposeB: boolean): TfTensor {
    if (!plainProducts) return tf.matMul(a, b, transposeA, transposeB);
    const [k, m] = dimensions(a);
    const [, n] = dimensions(b);
    // A'B is (B'A)': worth it where A is larger than B and the result together.
    if (transposeA && !transposeB && k * m > k * n + m * n) return transpose(tf.matMul(transpose(b), a));
    return tf.matMul(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b);
  }

  function matmul(a: TfTensor, b: TfTensor, options: MatmulOptions<TfTensor> = {}): TfTensor {
    const plain = product(a, b, options.transposeA ?? false, options.transposeB ?? false);
    const scaled = options.scale === undefined ? plain : tf.mul(plain, scalar(options.scale));
    return options.add === undefined ? scaled : tf.add(scaled, options.add);
  }

  const operations: Operations<TfTensor> = {
    shapeOf: (x) => x.shape,
    scalar,
    zeros: (shape) => lasting(`zeros ${shape}`, () => tf.zeros([...shape])),
    toFloat: (x) => tf.cast(x, 'float32'),
    ...mapValues(unary, (_row, name) => (x: TfTensor) => tf[name](x)),
    ...mapValues(binary, (_row, name) => (a: TfTensor, b: TfTensor) => tf[name](a, b)),
    greater: (a, b) => tf.cast(tf.greater(a, b), 'float32'),
    elementwise: (inputs, compute) => compute(operations, inputs),
    matmul,
    transpose,
    split: (x, count, axis) => (count === 1 ? [x] : tf.split(x, count, axis)),
    concat: (parts, axis) => tf.concat([...parts], axis),
    slice(x, axis, from, to) {
      const start = x.shape.map((_, index) => (index === axis ? from : 0));
      return tf.slice(
        x,
        start,
        x.shape.map((length, index) => (index === axis ? to - from : length)),
      );
    },
    reshape: (x, shape) => tf.reshape(x, [...shape]),
    gather: (table, ids) => tf.gather(table, ids as Tensor1D),
    scatterAdd(rows, ids, height) {
      const [count, columns] = dimensions(rows);
      if (height <= oneHotHeight) {
        const oneHot = tf.cast(tf.oneHot(ids as Tensor1D, height), 'float32');
        return product(oneHot, rows, true, false);
      }
      return tf.scatterND(tf.reshape(ids, [count, 1]), rows, [height, columns]);
    },
    reduceSum(x, axis) {
      if (axis === undefined) return tf.sum(x);
      if (axis !== 0 || x.shape.length !== 2 || !plainProducts) return tf.sum(x, axis);
      const [rows, columns] = dimensions(x);
      const ones = lasting(`ones ${rows}`, () => tf.ones([1, rows]));
      return tf.reshape(tf.matMul(ones, x), [columns]);
    },
    // Row by row first: adding millions of numbers to one single-precision sum would lose digits.
    sumOfSquares: (x) => tf.sum(tf.sum(tf.square(x), -1)),
    softmaxCrossEntropy(logits, targets) {
      const [rows] = dimensions(logits);
      // [row, id] for each id: the places of one element in each row.
      const at = tf.stack([lasting(`rows ${rows}`, () => tf.range(0, rows, 1, 'int32')), targets], 1);
      const probability: TfTensor = tf.softmax(logits);
      const right: TfTensor = tf.gatherND(probability, at);
      // The smallest normal single-precision number: below it the logarithm would be infinite.
      const loss: TfTensor = tf.neg(tf.log(tf.maximum(right, scalar(1.2e-38))));
      return { loss, gradient: tf.tensorScatterUpdate(probability, at, tf.sub(right, scalar(1))) };
    },
    softmax: (x) => tf.softmax(x),
    isMostLikely: (logits, targets) => tf.cast(tf.equal(tf.argMax(logits, 1), targets), 'float32'),
  };
  return operations;
}
