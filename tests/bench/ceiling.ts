/** The machine's own ceiling: the speed of one large matrix product in ONNX Runtime, GFLOP/s. */
import { chooseEngine } from '../../runner/engines/engines.ts';
import { type Program, valueNamed } from '../../runner/models/program.ts';

const size = 1024;

export async function matrixCeiling(seconds = 1): Promise<number> {
  const shape = [size, size];
  const program: Program = {
    name: 'ceiling',
    inputs: {},
    state: { a: shape, b: shape },
    constants: {},
    build: (ops, values) => ({ sum: ops.reduceSum(ops.matmul(valueNamed(values, 'a'), valueNamed(values, 'b'))) }),
  };
  const executable = await (await chooseEngine({ engine: 'onnx', device: 'cpu' })).compile(program);
  for (const name of ['a', 'b']) await executable.writeState(name, new Float32Array(size * size).fill(0.5));
  let best = 0;
  const end = performance.now() + 1000 * seconds;
  do {
    const began = performance.now();
    await executable.run({});
    best = Math.max(best, (2 * size ** 3) / 1e6 / (performance.now() - began));
  } while (performance.now() < end);
  await executable.release();
  return best;
}
