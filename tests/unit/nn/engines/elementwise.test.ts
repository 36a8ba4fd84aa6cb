import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { type Engine, type Program, runAll, valueNamed } from '../../../../runner/nn/models/program.ts';
import { everyEngine } from './every-engine.ts';

/** One size that can be cut into equal pieces, one that cannot (twice a prime number), one that is too small. */
const shapes = { large: [900, 400], prime: [2, 262_147], small: [20, 30] };

/** Momentum in miniature; `total` is large and changed by no elementwise computation. */
const program: Program = {
  name: 'elementwise',
  inputs: { rate: { shape: [], type: 'float32' }, step: { shape: [400], type: 'float32' } },
  state: { ...shapes, total: [900, 400], speed: [900, 400] },
  constants: {},
  build(ops, values) {
    const twice = ops.mul(valueNamed(values, 'rate'), ops.scalar(2));
    const moved = (name: string) =>
      ops.elementwise([valueNamed(values, name)], (each, pieces) => pieces.map((x) => each.sub(x, each.mul(x, twice))));
    const [speed, large] = ops.elementwise(
      [valueNamed(values, 'speed'), valueNamed(values, 'large')],
      (each, [v = twice, x = twice]) => {
        const faster = each.add(each.mul(v, each.scalar(0.5)), each.mul(x, twice));
        return [faster, each.add(x, faster)];
      },
    );
    const total = ops.add(ops.add(valueNamed(values, 'total'), large ?? twice), valueNamed(values, 'step'));
    return {
      sum: ops.reduceSum(ops.reduceSum(total, 1)),
      total,
      speed: speed ?? twice,
      large: large ?? twice,
      prime: moved('prime')[0] ?? twice,
      small: moved('small')[0] ?? twice,
    };
  },
};

async function results(engine: Engine): Promise<Record<string, ArrayLike<number>>> {
  const source = random(8);
  const executable = await engine.compile(program, { repeated: true, operations: 5e9 });
  for (const [name, [rows = 0, columns = 0]] of Object.entries(shapes)) {
    await executable.writeState(
      name,
      Float32Array.from({ length: rows * columns }, () => source.uniform()),
    );
  }
  const inputs = Array.from({ length: 3 }, (_, i) => ({
    rate: Float32Array.of(0.01 * (i + 1)),
    step: Float32Array.from({ length: 400 }, () => source.uniform()),
  }));
  const outputs = await runAll(executable, inputs);
  const state: Record<string, ArrayLike<number>> = {};
  for (const name of Object.keys(program.state)) state[name] = await executable.readState(name);
  await executable.release();
  return { ...state, sums: outputs.map(({ sum }) => (sum?.[0] ?? Number.NaN) / 360_000) };
}

/** In double precision, which takes long: once for all. */
const ofReference = results(referenceEngine);

describe.each(everyEngine)('by $name', (candidate) => {
  it('elementwise computations on large tensors, run after run, give the numbers of the reference engine', async () => {
    const expected = await ofReference;
    const got = await results(await candidate.open());
    for (const [name, values] of Object.entries(expected)) {
      expect(got[name], name).toHaveLength(values.length);
      const distance = Array.from(values).reduce(
        (most, x, i) => Math.max(most, Math.abs(x - (got[name]?.[i] ?? NaN))),
        0,
      );
      expect(distance, name).toBeLessThan(1e-5);
    }
  });
});
