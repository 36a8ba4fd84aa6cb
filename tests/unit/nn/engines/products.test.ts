import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { type Engine, type Program, runAll, valueNamed } from '../../../../runner/nn/models/program.ts';
import { everyEngine } from './every-engine.ts';

const shapes = { x: [256, 6], h: [64, 10], w: [20, 6], u: [20, 10], b: [20], c: [20], wide: [256, 40], down: [40, 20] };

/** Products that are added to each other, cut into stretches, and read more than once: each as PyTorch would have it. */
const program: Program = {
  name: 'products',
  inputs: Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, type: 'float32' as const }]),
  ),
  state: {},
  constants: {},
  build(ops, values) {
    const of = (name: string) => valueNamed(values, name);
    const byBias = ops.matmul(of('x'), of('w'), { transposeB: true, add: of('b') });
    const plain = ops.matmul(of('x'), of('w'), { transposeB: true, scale: 0.5 });
    const recurrent = () => ops.matmul(of('h'), of('u'), { transposeB: true, add: of('c') });
    const [first = byBias, second = byBias, third = byBias, fourth = byBias] = ops.split(byBias, 4, 0);
    const [early = plain, late = plain] = ops.split(ops.split(plain, 2, 0)[1] ?? plain, 2, 0);
    const shared = recurrent();
    const narrow = ops.split(ops.matmul(of('wide'), of('down')), 4, 0);
    return {
      twoBiases: ops.add(first, recurrent()),
      used: shared,
      usedBefore: ops.add(second, shared),
      oneBias: ops.add(early, recurrent()),
      otherBias: ops.add(recurrent(), late),
      withMatrix: ops.add(early, ops.mul(late, late)),
      withRow: ops.add(third, of('c')),
      chain: ops.add(ops.add(fourth, recurrent()), recurrent()),
      narrow: narrow[2] ?? plain,
    };
  },
};

async function results(engine: Engine): Promise<Record<string, ArrayLike<number>>> {
  const source = random(3);
  const inputs = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return [name, Float32Array.from({ length: size }, () => source.uniform() - 0.5)];
  });
  const executable = await engine.compile(program);
  const [outputs = {}] = await runAll(executable, [Object.fromEntries(inputs)]);
  await executable.release();
  return outputs;
}

describe.each(everyEngine)('by $name', (candidate) => {
  it('sums and stretches of products are those of the reference engine', async () => {
    const expected = await results(referenceEngine);
    const got = await results(await candidate.open());
    expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, values] of Object.entries(expected)) {
      expect(got[name], name).toHaveLength(values.length);
      const distances = Array.from(values, (x, i) => Math.abs(x - (got[name]?.[i] ?? Number.NaN)));
      expect(Math.max(...distances), name).toBeLessThan(1e-5);
    }
  });
});
