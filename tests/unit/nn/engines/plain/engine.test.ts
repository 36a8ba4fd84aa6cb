import { expect, it, vi } from 'vitest';
import { plainEngine } from '../../../../../runner/nn/engines/plain/engine.ts';
import { type Program, valueNamed } from '../../../../../runner/nn/models/program.ts';

const [rows, columns] = [900, 300];

const programWith = (data: Float32Array): Program => ({
  name: 'product',
  inputs: { x: { shape: [1, columns], type: 'float32' } },
  state: {},
  constants: { weights: { shape: [rows, columns], data } },
  build: (ops, values) => ({
    y: ops.matmul(valueNamed(values, 'x'), valueNamed(values, 'weights'), { transposeB: true }),
  }),
});

const filled = (value: number): Float32Array => new Float32Array(rows * columns).fill(value);

it('models that are opened and closed one after another leave no weights in memory, beside one that stays open', async () => {
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
  const engine = plainEngine();
  const [x, kept] = [new Float32Array(columns).fill(1), filled(2)];
  const [open, again] = [await engine.compile(programWith(kept)), await engine.compile(programWith(kept))];
  const outputOf = async (program: typeof open) => valueNamed(await program.run({ x }), 'y')[rows - 1];
  for (let model = 1; model <= 20; model++) {
    const other = await engine.compile(programWith(filled(model)));
    expect(await outputOf(open)).toBe(2 * columns);
    expect(await outputOf(other)).toBe(model * columns);
    await other.release();
    // As often as one likes.
    await other.release();
  }
  await again.release();
  expect(await outputOf(open)).toBe(2 * columns);
  await open.release();
  const largest = grow.mock.contexts.map((memory) => (memory as WebAssembly.Memory).buffer.byteLength);
  grow.mockRestore();
  expect(largest).not.toEqual([]);
  expect(Math.max(...largest)).toBeLessThan(4 * kept.byteLength);
});
