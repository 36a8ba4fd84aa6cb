/**
 * The tensorflow engine: runs a program operation by operation on TensorFlow.js. State and constants stay on the
 * device between runs; each run frees everything else that it made.
 */
import { binary, dimensions, type Operations, unary } from '../../models/operations.ts';
import {
  type Engine,
  type Executable,
  fitting,
  mapInputs,
  mapValues,
  type Numbers,
  type Program,
  type TensorSpec,
  valueNamed,
} from '../../models/program.ts';
import { loadTensorflow, type TensorFlow, type TensorflowBackend } from './load.ts';

type TfTensor = import('@tensorflow/tfjs-core').Tensor;
type Tensor1D = import('@tensorflow/tfjs-core').Tensor1D;

/** Up to this many rows a scatter is a product with a one-hot matrix: on a GPU its order of addition is fixed. */
const oneHotHeight = 256;

/** Each call computes at once, on the backend that is current; inside `tf.tidy`, which frees what is not returned. */
function tensorflowOperations(tf: TensorFlow): Operations<TfTensor> {
  const scalar = (value: number): TfTensor => tf.scalar(value);
  const operations: Operations<TfTensor> = {
    shapeOf: (x) => x.shape,
    scalar,
    zeros: (shape) => tf.zeros([...shape]),
    toFloat: (x) => tf.cast(x, 'float32'),
    ...mapValues(unary, (_row, name) => (x: TfTensor) => tf[name](x)),
    ...mapValues(binary, (_row, name) => (a: TfTensor, b: TfTensor) => tf[name](a, b)),
    greater: (a, b) => tf.cast(tf.greater(a, b), 'float32'),
    matmul(a, b, { transposeA = false, transposeB = false, scale, add } = {}) {
      const product: TfTensor = tf.matMul(a, b, transposeA, transposeB);
      const scaled = scale === undefined ? product : tf.mul(product, scalar(scale));
      return add === undefined ? scaled : tf.add(scaled, add);
    },
    transpose: (x) => tf.transpose(x),
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
        return tf.matMul(oneHot, rows, true);
      }
      return tf.scatterND(tf.reshape(ids, [count, 1]), rows, [height, columns]);
    },
    reduceSum: (x, axis) => tf.sum(x, axis),
    // Row by row first: adding millions of numbers to one single-precision sum would lose digits.
    sumOfSquares: (x) => tf.sum(tf.sum(tf.square(x), -1)),
    softmaxCrossEntropy(logits, targets) {
      const [rows] = dimensions(logits);
      // [row, id] for each id: the places of one element in each row.
      const at = tf.stack([tf.range(0, rows, 1, 'int32'), targets], 1);
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

/**
 * `device` is 'cuda' for node-gpu, 'cpu' for node, 'wasm' for wasm. Throws an InputError that says what is missing
 * and how to get it; node-gpu never runs on the CPU.
 */
export async function tensorflowEngine(backend: TensorflowBackend): Promise<Engine> {
  const loaded = await loadTensorflow(backend);
  const { tf, device } = loaded;
  /** The current backend is global to the process; to change to one that has started takes effect at once. */
  const activate = (): void => {
    if (tf.getBackend() !== loaded.backend) void tf.setBackend(loaded.backend);
  };
  return {
    name: 'tensorflow',
    device,
    async compile(program) {
      activate();
      return executable(tf, program, activate);
    },
  };
}

/** A tensor of a copy of the data: TensorFlow.js may read it only when it is first used. */
function upload(tf: TensorFlow, { shape, type }: TensorSpec, data: Numbers): TfTensor {
  // Not Float32Array.from, which takes ten times as long for bytes: 4 ms for the masks of a large step.
  if (type === 'int32') return tf.tensor(new Int32Array(data), [...shape], 'int32');
  return tf.tensor(new Float32Array(data), [...shape], 'float32');
}

function executable(tf: TensorFlow, program: Program, activate: () => void): Executable {
  const float32 = (shape: TensorSpec['shape'], data: Float32Array) => upload(tf, { shape, type: 'float32' }, data);
  const constants = mapValues(program.constants, ({ shape, data }) => float32(shape, data));
  let state: Record<string, TfTensor> = mapValues(program.state, (shape) => tf.zeros([...shape]));

  const replaceState = (name: string, tensor: TfTensor): void => {
    state[name]?.dispose();
    state[name] = tensor;
  };

  return {
    async run(inputs) {
      activate();
      const results = tf.tidy(() => {
        const values = {
          ...constants,
          ...state,
          ...mapInputs(program, inputs, (spec, data) => upload(tf, spec, data)),
        };
        const built = program.build(tensorflowOperations(tf), values);
        // A clone shares the values: one tensor may be several results, or be kept elsewhere, and each is freed alone.
        return mapValues(built, (tensor) => tf.clone(tensor));
      });
      const outputs: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(results)) {
        if (name in program.state) {
          replaceState(name, tensor);
        } else {
          outputs[name] = Float32Array.from(tensor.dataSync());
          tensor.dispose();
        }
      }
      return outputs;
    },
    async readState(name) {
      activate();
      return Float32Array.from(valueNamed(state, name).dataSync());
    },
    async writeState(name, data) {
      activate();
      const { shape } = valueNamed(state, name);
      replaceState(name, float32(shape, fitting(`state "${name}"`, shape, data)));
    },
    async release() {
      activate();
      for (const tensor of [...Object.values(state), ...Object.values(constants)]) tensor.dispose();
      state = {};
    },
  };
}
