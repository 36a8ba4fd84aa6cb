import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../../runner/nn/engines/onnx/engine.ts';
import { referenceEngine } from '../../../../../runner/nn/engines/reference/engine.ts';
import { type Engine, type Program, valueNamed } from '../../../../../runner/nn/models/program.ts';
import { nodeTimes } from '../../../../bench/profile.ts';

const [rows, inner] = [6, 5];
const columns = { narrow: 1000, wide: 1100 };

/** A^T B, for as many columns as leave it as it is, and for so many that A is transposed first. */
const program: Program = {
  name: 'wide',
  inputs: {
    a: { shape: [inner, rows], type: 'float32' },
    narrow: { shape: [inner, columns.narrow], type: 'float32' },
    // Transposed itself.
    wide: { shape: [columns.wide, inner], type: 'float32' },
    added: { shape: [rows, columns.wide], type: 'float32' },
  },
  state: {},
  constants: {},
  build(ops, values) {
    const of = (name: string) => valueNamed(values, name);
    return {
      byNarrow: ops.matmul(of('a'), of('narrow'), { transposeA: true }),
      byWide: ops.matmul(of('a'), of('wide'), { transposeA: true, transposeB: true, scale: 0.5, add: of('added') }),
    };
  },
};

async function results(engine: Engine): Promise<Record<string, number[]>> {
  const { normal } = random(4);
  const inputs = Object.entries(program.inputs).map(([name, { shape }]) => {
    return [name, Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, () => normal())] as const;
  });
  const executable = await engine.compile(program);
  const outputs = await executable.run(Object.fromEntries(inputs));
  await executable.release();
  return Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, [...values]]));
}

it('a left matrix is transposed before a product of many columns, and ONNX Runtime leaves it so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-wide-'));
  const [got, expected] = [
    await results(onnxEngine(1, 'cpu', { profileTo: join(folder, 'nodes') })),
    await results(referenceEngine),
  ];
  for (const [name, values] of Object.entries(expected)) {
    expect(got[name]).toHaveLength(values.length);
    const distances = values.map((value, i) => Math.abs(value - (got[name]?.[i] ?? Number.NaN)));
    expect(Math.max(...distances), name).toBeLessThan(1e-5);
  }
  const [file = ''] = await readdir(folder);
  const nodes = nodeTimes(await readFile(join(folder, file), 'utf8'));
  await rm(folder, { recursive: true });
  const left = nodes.filter(({ kind }) => kind === 'Gemm').map(({ shapes }) => shapes.slice(0, 2));
  expect(left).toContainEqual([
    [inner, rows],
    [inner, columns.narrow],
  ]);
  expect(left).toContainEqual([
    [rows, inner],
    [columns.wide, inner],
  ]);
});
