/**
 * The tensorflow engine: runs a program operation by operation on TensorFlow.js. State and constants stay on the
 * device between runs; each run frees everything else that it made.
 */
import {
  type Engine,
  type Executable,
  mapValues,
  type Numbers,
  type Program,
  sizeOf,
  type TensorSpec,
} from '../../models/program.ts';
import { type ImportPackage, loadTensorflow, type TensorflowBackend } from './load.ts';
import { type Lasting, type TensorFlow, type TfTensor, tensorflowOperations } from './operations.ts';

/**
 * `device` is 'cuda' for node-gpu, 'cpu' for node, 'wasm' for wasm. Throws an InputError that says what is missing
 * and how to get it; node-gpu never runs on the CPU.
 */
export async function tensorflowEngine(backend: TensorflowBackend, importPackage?: ImportPackage): Promise<Engine> {
  const loaded = await loadTensorflow(backend, importPackage);
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
        const built = program.build(tensorflowOperations(tf, lasting, { plainProducts }), values);
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
