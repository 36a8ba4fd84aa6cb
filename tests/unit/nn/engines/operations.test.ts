import { describe, expect, it } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import { type Engine, type Numbers, type Program, valueNamed } from '../../../../runner/nn/models/program.ts';
import { everyEngine } from './every-engine.ts';

const source = random(5);
const numbers = (length: number) => Float32Array.from({ length }, () => 4 * source.uniform() - 2);

/** Sizes beyond what the reference checkpoints have: many pieces, a large vocabulary, ids that repeat often. */
const program: Program = {
  name: 'operations',
  inputs: {
    rows: { shape: [60, 40], type: 'float32' },
    ids: { shape: [60], type: 'int32' },
    mask: { shape: [60, 1], type: 'uint8' },
  },
  state: { sum: [60, 40], untouched: [3] },
  constants: {},
  build(ops, { rows, ids, mask, sum, untouched }) {
    if (!rows || !ids || !mask || !sum || !untouched) throw new Error('values are missing');
    const { loss, gradient } = ops.softmaxCrossEntropy(rows, ids);
    const pieces = ops.split(rows, 20, 0);
    const row = ops.reduceSum(ops.mul(rows, ops.scalar(0.01)), 0);
    return {
      loss,
      gradient,
      probability: ops.softmax(rows),
      likely: ops.isMostLikely(rows, ids),
      few: ops.scatterAdd(rows, ids, 40),
      many: ops.scatterAdd(rows, ids, 400),
      reversed: ops.concat([...pieces].reverse(), 0),
      columns: ops.concat(ops.split(rows, 20, 1).reverse(), 1),
      turned: ops.matmul(rows, rows, { transposeA: true, scale: 0.01, add: row }),
      both: ops.matmul(rows, ops.transpose(rows), { transposeA: true, transposeB: true, scale: 0.01 }),
      masked: ops.mul(ops.toFloat(mask), rows),
      squares: ops.sumOfSquares(rows),
      greater: ops.greater(rows, ops.scalar(0.25)),
      powers: ops.exp(rows),
      // Far out, where 1 + exp(x) is infinite, and where it is 1.
      softplus: ops.softplus(ops.mul(rows, ops.scalar(100))),
      // Near 0, and where it is 1.
      erf: ops.erf(ops.mul(rows, ops.scalar(2))),
      spread: ops.add(ops.zeros([60, 40]), ops.reduceSum(rows, 0)),
      read: ops.mul(untouched, ops.scalar(2)),
      sum: ops.add(sum, rows),
    };
  },
};

const inputs: Record<string, Numbers> = {
  rows: numbers(60 * 40),
  ids: Int32Array.from({ length: 60 }, () => source.below(7)),
  mask: Uint8Array.from({ length: 60 }, () => source.below(2)),
};

async function results(engine: Engine) {
  const executable = await engine.compile(program);
  await executable.writeState('untouched', Float32Array.of(1, 2, 3));
  for (let i = 0; i < 2; i++) await executable.run(inputs);
  const outputs = await executable.run(inputs);
  const state = { sum: await executable.readState('sum'), untouched: await executable.readState('untouched') };
  await executable.release();
  return { ...outputs, state: state.sum, untouched: state.untouched };
}

describe.each(everyEngine)('by $name', (candidate) => {
  it('wide and large operations give the numbers of the reference engine, and state adds up', async () => {
    const expected = Object.entries(await results(referenceEngine));
    const got: Record<string, ArrayLike<number>> = await results(await candidate.open());
    for (const [name, values] of expected) {
      expect(got[name], name).toHaveLength(values.length);
      const distance = Math.max(...Array.from(values, (value, i) => Math.abs(value - (got[name]?.[i] ?? NaN))));
      expect(distance, name).toBeLessThan(name === 'squares' ? 1e-2 : 1e-5);
    }
  });

  it('the sum of many squares keeps its digits', async () => {
    const shape = [4000, 500];
    const values = numbers(4000 * 500);
    const executable = await (await candidate.open()).compile({
      name: 'squares',
      inputs: { x: { shape, type: 'float32' } },
      state: {},
      constants: {},
      build: (ops, values) => ({ sum: ops.sumOfSquares(valueNamed(values, 'x')) }),
    });
    const { sum } = await executable.run({ x: values });
    const expected = values.reduce((total, value) => total + value * value, 0);
    expect(Math.abs((sum?.[0] ?? NaN) / expected - 1)).toBeLessThan(2e-6);
    await executable.release();
  });

  it('inputs and state of a wrong length are refused by name', async () => {
    const executable = await (await candidate.open()).compile(program);
    await expect(executable.run({ ...inputs, ids: Int32Array.of(1) })).rejects.toThrow(/"ids" must be \[60\]/);
    await expect(executable.writeState('untouched', Float32Array.of(1))).rejects.toThrow(/"untouched"/);
    await expect(executable.readState('nothing')).rejects.toThrow(/no value "nothing"/);
    await executable.release();
  });
});
