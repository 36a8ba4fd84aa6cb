/**
 * The tensorflow engine: runs a program operation by operation on TensorFlow.js. State and constants stay on the
 * device between runs; each run frees everything else that it made.
 */
import { binary, dimensions, type MatmulOptions, type Operations, unary } from '../../models/operations.ts';
import {
  type Engine,
  type Executable,
  mapValues,
  type Numbers,
  type Program,
  sizeOf,
  type TensorSpec,
} from '../../models/program.ts';
import { loadTensorflow, type TensorFlow, type TensorflowBackend } from './load.ts';

type TfTensor = import('@tensorflow/tfjs-core').Tensor;
type Tensor1D = import('@tensorflow/tfjs-core').Tensor1D;

/** Tensors that outlive a run. */
interface Lasting {
  /** Those that no run changes. */
  constants: ReadonlySet<TfTensor>;
  /** Scalars and the like by description, transposes by the constant that they are made of. */
  made: Map<TfTensor | string, TfTensor>;
}

/** Up to this many rows a scatter is a product with a one-hot matrix: on a GPU its order of addition is fixed. */
const oneHotHeight = 256;

/**
 * Each call computes at once, on the backend that is current; inside `tf.tidy`, which frees what is not returned.
 * @param plainProducts true where products with a transposed matrix and sums over rows are slow, as on wasm (7 and 20 times):
 * transposes are then made, once for each matrix and run, and sums over rows are products with ones.
 */
function tensorflowOperations(
  tf: TensorFlow,
  { constants, made }: Lasting,
  plainProducts: boolean,
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
      return executable(tf, program, activate, device === 'wasm');
    },
  };
}

/** A tensor of a copy of the data: TensorFlow.js may read it only when it is first used. */
function upload(tf: TensorFlow, { shape, type }: TensorSpec, data: Numbers): TfTensor {
  // Not Float32Array.from, which takes ten times as long for bytes: 4 ms for the masks of a large step.
  if (type === 'int32') return tf.tensor(new Int32Array(data), [...shape], 'int32');
  return tf.tensor(new Float32Array(data), [...shape], 'float32');
}

function executable(tf: TensorFlow, program: Program, activate: () => void, plainProducts: boolean): Executable {
  const float32 = (shape: TensorSpec['shape'], data: Float32Array) => upload(tf, { shape, type: 'float32' }, data);
  const constants = mapValues(program.constants, ({ shape, data }) => float32(shape, data));
  let state: Record<string, TfTensor> = mapValues(program.state, (shape) => tf.zeros([...shape]));
  const lasting: Lasting = { constants: new Set(Object.values(constants)), made: new Map() };

  const stateOf = (name: string): TfTensor => {
    const tensor = state[name];
    if (tensor === undefined) throw new RangeError(`tensorflow: there is no state "${name}"`);
    return tensor;
  };
  const replaceState = (name: string, tensor: TfTensor): void => {
    state[name]?.dispose();
    state[name] = tensor;
  };

  const inputTensors = (inputs: Readonly<Record<string, Numbers>>): Record<string, TfTensor> =>
    mapValues(program.inputs, (spec, name) => {
      const data = inputs[name] ?? new Float32Array(0);
      if (data.length !== sizeOf(spec.shape))
        throw new RangeError(`tensorflow: input "${name}" must be [${spec.shape}], got ${data.length} values`);
      return upload(tf, spec, data);
    });

  return {
    async run(inputs) {
      activate();
      const results = tf.tidy(() => {
        const values = { ...constants, ...state, ...inputTensors(inputs) };
        const built = program.build(tensorflowOperations(tf, lasting, plainProducts), values);
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
      return Float32Array.from(stateOf(name).dataSync());
    },
    async writeState(name, data) {
      activate();
      const { shape } = stateOf(name);
      if (data.length !== sizeOf(shape))
        throw new RangeError(`tensorflow: state "${name}" needs ${sizeOf(shape)} values, got ${data.length}`);
      replaceState(name, float32(shape, data));
    },
    async release() {
      activate();
      for (const tensor of [...Object.values(state), ...lasting.constants, ...lasting.made.values()]) tensor.dispose();
      state = {};
      lasting.made.clear();
    },
  };
}
