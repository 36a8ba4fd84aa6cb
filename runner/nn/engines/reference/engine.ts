/** The reference engine: runs a program at once, in float64, on any machine. Between runs the
 * state is held in single precision, as it is saved, so that a training taken up again goes on exactly as before. */
import { type Engine, type Executable, type Numbers, type Program, sizeOf } from '../../models/program.ts';
import { type Array64, referenceOperations } from './operations.ts';

const float64 = (shape: readonly number[], data: Numbers): Array64 => ({ shape, data: Float64Array.from(data) });

export const referenceEngine: Engine = {
  name: 'reference',
  device: 'cpu',
  async compile(program: Program): Promise<Executable> {
    const constants = Object.fromEntries(
      Object.entries(program.constants).map(([name, { shape, data }]) => [name, float64(shape, data)]),
    );
    const state: Record<string, Array64> = Object.fromEntries(
      Object.entries(program.state).map(([name, shape]) => [name, float64(shape, new Float32Array(sizeOf(shape)))]),
    );
    const stateOf = (name: string): Array64 => {
      const value = state[name];
      if (value === undefined) throw new RangeError(`${program.name}: there is no state "${name}"`);
      return value;
    };
    return {
      async run(inputs) {
        const values: Record<string, Array64> = { ...constants, ...state };
        for (const [name, { shape }] of Object.entries(program.inputs)) {
          const data = inputs[name];
          if (data?.length !== sizeOf(shape))
            throw new RangeError(`${program.name}: input "${name}" must be [${shape}]`);
          values[name] = float64(shape, data);
        }
        const outputs: Record<string, Float64Array> = {};
        for (const [name, value] of Object.entries(program.build(referenceOperations, values))) {
          if (name in state) state[name] = float64(value.shape, Float32Array.from(value.data));
          else outputs[name] = value.data;
        }
        return outputs;
      },
      async readState(name) {
        return Float32Array.from(stateOf(name).data);
      },
      async writeState(name, data) {
        const { shape } = stateOf(name);
        if (data.length !== sizeOf(shape)) throw new RangeError(`${program.name}: state "${name}" must be [${shape}]`);
        state[name] = float64(shape, data);
      },
      async release() {},
    };
  },
};
