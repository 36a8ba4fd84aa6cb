/** How fast matrices are multiplied here, by ONNX Runtime and by PyTorch's library: no step can be faster than that. */
import { createRequire } from 'node:module';
import { type Program, valueNamed } from '../../runner/nn/models/program.ts';
import { engineOf } from './answer.ts';
import type { Contestant } from './contestants.ts';

/** A library with its version and kernel, as far as it tells, and its speed in GFLOP/s. */
export interface Products {
  library: string;
  gflops: number;
}

/** Both libraries, ours first; PyTorch's as the quickest of its processes has it. */
export async function productsOf(
  all: readonly Contestant[],
  seconds = 1,
): Promise<{ ours: Products; pytorch: Products | null }> {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  const theirs = all.flatMap(({ ready }) =>
    ready.library === undefined || ready.gflops === undefined
      ? []
      : [{ library: `PyTorch ${ready.ready}, ${ready.library}`, gflops: ready.gflops }],
  );
  return {
    ours: { library: `ONNX Runtime ${version}`, gflops: await matrixCeiling(seconds) },
    pytorch: theirs.sort((a, b) => b.gflops - a.gflops)[0] ?? null,
  };
}

/** The machine's own ceiling: the speed of one large matrix product in ONNX Runtime, GFLOP/s. */
async function matrixCeiling(seconds: number, size = 1024): Promise<number> {
  const shape = [size, size];
  const program: Program = {
    name: 'ceiling',
    inputs: {},
    state: { a: shape, b: shape },
    constants: {},
    build: (ops, values) => ({ sum: ops.reduceSum(ops.matmul(valueNamed(values, 'a'), valueNamed(values, 'b'))) }),
  };
  const executable = await (await engineOf()).compile(program);
  for (const name of ['a', 'b']) await executable.writeState(name, new Float32Array(size ** 2).fill(0.5));
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
