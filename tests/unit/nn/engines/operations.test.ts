/** Every operation on every engine: as the reference engine computes it, which is as loops and tables have it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Operations, Shape } from '../../../../runner/nn/models/operations.ts';
import type { Engine, Output, Program } from '../../../../runner/nn/models/program.ts';
import { mapValues, sizeOf, valueNamed } from '../../../../runner/nn/models/program.ts';
import { nodeTimes } from '../../../bench/profile.ts';
import { distance } from '../../analysis/stats/reference.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { everyEngine } from './every-engine.ts';

type Build = <T>(ops: Operations<T>, of: (name: string) => T) => Record<string, T>;
/** Of inputs by their shapes: numbers from -2 to 2, ids below 7 and a mask of 0 and 1. */
function aProgram(name: string, shapes: Record<string, Shape>, state: Record<string, Shape>, build: Build): Program {
  const type = (input: string) => (input === 'ids' ? 'int32' : input === 'mask' ? 'uint8' : 'float32');
  const inputs = mapValues(shapes, (shape, input) => ({ shape, type: type(input) }) as const);
  return { name, inputs, state, constants: {}, build: (ops, values) => build(ops, (key) => valueNamed(values, key)) };
}

/** Sizes beyond what the reference checkpoints have: many pieces, a large vocabulary, ids that repeat often. */
const sizes = { rows: [60, 40], ids: [60], mask: [60, 1] };
const large = aProgram('large', sizes, { sum: [60, 40], untouched: [3] }, (ops, of) => {
  const [rows, ids] = [of('rows'), of('ids')];
  return {
    ...ops.softmaxCrossEntropy(rows, ids),
    probability: ops.softmax(rows),
    likely: ops.isMostLikely(rows, ids),
    few: ops.scatterAdd(rows, ids, 40),
    many: ops.scatterAdd(rows, ids, 400),
    reversed: ops.concat(ops.split(rows, 20, 0).reverse(), 0),
    columns: ops.concat(ops.split(rows, 20, 1).reverse(), 1),
    turned: ops.matmul(rows, rows, {
      transposeA: true,
      scale: 0.01,
      add: ops.mul(ops.reduceSum(rows, 0), ops.scalar(0.01)),
    }),
    both: ops.matmul(rows, ops.transpose(rows), { transposeA: true, transposeB: true, scale: 0.01 }),
    masked: ops.mul(ops.toFloat(of('mask')), rows),
    squares: ops.mul(ops.sumOfSquares(rows), ops.scalar(1e-3)),
    greater: ops.greater(rows, ops.scalar(0.25)),
    powers: ops.exp(rows),
    // Far out, where 1 + exp(x) is infinite, and where it is 1.
    softplus: ops.softplus(ops.mul(rows, ops.scalar(100))),
    // Near 0, and where it is 1.
    erf: ops.erf(ops.mul(rows, ops.scalar(2))),
    spread: ops.add(ops.zeros([60, 40]), ops.reduceSum(rows, 0)),
    read: ops.mul(of('untouched'), ops.scalar(2)),
    sum: ops.add(of('sum'), rows),
  };
});

/** Products that are added to each other, cut into stretches, and read more than once: each as PyTorch would have it. */
const factors = {
  x: [256, 6],
  h: [64, 10],
  w: [20, 6],
  u: [20, 10],
  b: [20],
  c: [20],
  wide: [256, 40],
  down: [40, 20],
};
const products = aProgram('products', factors, {}, (ops, of) => {
  const byBias = ops.matmul(of('x'), of('w'), { transposeB: true, add: of('b') });
  const plain = ops.matmul(of('x'), of('w'), { transposeB: true, scale: 0.5 });
  const recurrent = () => ops.matmul(of('h'), of('u'), { transposeB: true, add: of('c') });
  const [first = byBias, second = byBias, third = byBias, fourth = byBias] = ops.split(byBias, 4, 0);
  const [early = plain, late = plain] = ops.split(item(ops.split(plain, 2, 0), 1), 2, 0);
  const shared = recurrent();
  return {
    twoBiases: ops.add(first, recurrent()),
    used: shared,
    usedBefore: ops.add(second, shared),
    oneBias: ops.add(early, recurrent()),
    otherBias: ops.add(recurrent(), late),
    withMatrix: ops.add(early, ops.mul(late, late)),
    withRow: ops.add(third, of('c')),
    chain: ops.add(ops.add(fourth, recurrent()), recurrent()),
    narrow: item(ops.split(ops.matmul(of('wide'), of('down')), 4, 0), 2),
  };
});

const [rows, inner, few, many] = [6, 5, 1000, 1100];
/** A^T B, for as many columns as leave it as it is, and for so many that A is transposed first. */
const ofWide = { a: [inner, rows], narrow: [inner, few], wide: [many, inner], added: [rows, many] };
const wide = aProgram('wide', ofWide, {}, (ops, of) => ({
  byNarrow: ops.matmul(of('a'), of('narrow'), { transposeA: true }),
  byWide: ops.matmul(of('a'), of('wide'), { transposeA: true, transposeB: true, scale: 0.5, add: of('added') }),
}));

const [A, B, C, D] = [2, 3, 4, 5];
const ofAxes = { x: [A, B, C, D], y: [A, B, 1, D], z: [A, B, 7, D], row: [D] };
const axes = aProgram('axes', ofAxes, { carried: [A, 2, D] }, (ops, of) => {
  const x = of('x');
  return {
    ...Object.fromEntries([0, 1, 2, 3].map((axis) => [`sum ${axis}`, ops.reduceSum(x, axis)])),
    'sum of a vector': ops.reduceSum(of('row'), 0),
    joined: ops.concat([x, of('z')], 2),
    'joined last': ops.concat([x, ops.slice(x, 3, 1, 3)], 3),
    cut: ops.slice(x, 2, 1, 4),
    'cut last': ops.slice(x, 3, 2, 5),
    shaped: ops.reshape(ops.slice(x, 1, 1, 2), [A * C, D]),
    product: ops.mul(x, of('y')),
    'product with a row': ops.mul(x, of('row')),
    carried: ops.reduceSum(ops.slice(x, 2, 0, 2), 1),
  };
});

const draw = random(8);
const inputsOf = ({ inputs }: Program) =>
  mapValues(inputs, ({ shape, type }) => {
    const places = { length: sizeOf(shape) };
    if (type === 'int32') return Int32Array.from(places, () => draw.below(7));
    return type === 'uint8'
      ? Uint8Array.from(places, () => draw.below(2))
      : Float32Array.from(places, () => 4 * draw.uniform() - 2);
  });
const programs = [large, products, wide, axes].map((program) => ({ program, inputs: inputsOf(program) }));

/** What a program gives when it is run so often, and what it holds after that. */
async function results(engine: Engine, { program, inputs }: (typeof programs)[number], times = 3) {
  const executable = await engine.compile(program);
  if (program === large) await executable.writeState('untouched', Float32Array.of(1, 2, 3));
  let found: Record<string, Output> = {};
  for (let time = 0; time < times; time++) found = { ...(await executable.run(inputs)) };
  for (const name of Object.keys(program.state)) found[`${name} in the state`] = await executable.readState(name);
  await executable.release();
  return found;
}

describe.each(everyEngine)('by $name', ({ open }) => {
  it.each(programs)('operations of the program "$program.name" give what the reference engine gives', async (each) => {
    const [got, expected] = [await results(await open(), each), await results(referenceEngine, each)];
    expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, values] of Object.entries(expected))
      expect(distance(got[name] ?? [], values), name).toBeLessThan(1e-5);
  });

  const squares = aProgram('squares', { x: [4000, 500] }, {}, (ops, of) => ({ sum: ops.sumOfSquares(of('x')) }));
  it('the sum of many squares keeps its digits', async () => {
    const inputs = inputsOf(squares);
    const { sum } = await results(await open(), { program: squares, inputs }, 1);
    let expected = 0;
    for (const value of inputs.x ?? []) expected += value ** 2;
    expect(Math.abs((sum?.[0] ?? Number.NaN) / expected - 1)).toBeLessThan(2e-6);
  });

  const error = aProgram('error', { x: [8] }, {}, (ops, of) => ({ y: ops.erf(of('x')) }));
  it('the error function has the values of its table', async () => {
    const inputs = { x: Float32Array.of(0, 0.5, 1, -1, 2, 3, -4, 30) };
    const { y } = await results(await open(), { program: error, inputs }, 1);
    // Abramowitz & Stegun, table 7.1 and 7.2.
    const table = [0, 0.5204998778, 0.8427007929, -0.8427007929, 0.995322265, 0.9999779095, -0.9999999846, 1];
    expect(distance(y ?? [], table)).toBeLessThan(1e-6);
  });

  it('inputs and state of a wrong length are refused by name', async () => {
    const executable = await (await open()).compile(large);
    const { inputs } = item(programs, 0);
    await expect(executable.run({ ...inputs, ids: Int32Array.of(1) })).rejects.toThrow(/"ids" must be \[60\]/);
    await expect(executable.writeState('untouched', Float32Array.of(1))).rejects.toThrow(/"untouched"/);
    await expect(executable.readState('nothing')).rejects.toThrow(/no value "nothing"/);
    await executable.release();
  });
});

const { path: folder } = temporaryFolder();
it('a left matrix is transposed before a product of many columns, and ONNX Runtime leaves it so', async () => {
  await results(onnxEngine(1, 'cpu', { profileTo: join(folder, 'nodes') }), item(programs, 2), 1);
  const nodes = nodeTimes(await readFile(join(folder, item(await readdir(folder), 0)), 'utf8'));
  const left = nodes.filter(({ kind }) => kind === 'Gemm').map(({ shapes }) => JSON.stringify(shapes.slice(0, 2)));
  const wanted = ['[[5,6],[5,1000]]', '[[6,5],[1100,5]]'];
  expect(left).toEqual(expect.arrayContaining(wanted));
});
