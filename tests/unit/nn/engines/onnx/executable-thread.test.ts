import { expect, it } from 'vitest';
import { collectGarbage } from '../../../../../runner/core/release-memory.ts';
import { onnxEngine } from '../../../../../runner/nn/engines/onnx/engine.ts';
import { type Program, valueNamed } from '../../../../../runner/nn/models/program.ts';

const program: Program = {
  name: 'twice',
  inputs: { factor: { shape: [], type: 'float32' } },
  state: { x: [1000] },
  constants: {},
  build: (ops, values) => ({ x: ops.mul(valueNamed(values, 'x'), valueNamed(values, 'factor')) }),
};

const opened = () => onnxEngine(1).compile(program, { atOnce: 2 });

it('a program in a thread keeps nothing of what it answered', async () => {
  const twice = await opened();
  await twice.writeState('x', new Float32Array(1000).fill(3));
  const held: WeakRef<Float32Array>[] = [];
  for (let ask = 1; ask <= 5; ask++) {
    await twice.run({ factor: Float32Array.of(2) });
    const state = await twice.readState('x');
    expect(state[999]).toBe(3 * 2 ** ask);
    held.push(new WeakRef(state));
  }
  await collectGarbage();
  // The last one may stand in a register.
  expect(held.slice(0, -1).filter((each) => each.deref() !== undefined)).toEqual([]);
  await twice.release();
});

it('questions that are asked at once are each answered, and none after its end', async () => {
  const twice = await opened();
  const states = [1, 2, 3].map((value) => new Float32Array(1000).fill(value));
  const asked = states.map((state) => {
    void twice.writeState('x', state);
    void twice.run({ factor: Float32Array.of(2) });
    return twice.readState('x');
  });
  expect((await Promise.all(asked)).map(([first]) => first)).toEqual([2, 4, 6]);
  await twice.release();
  await expect(twice.readState('x')).rejects.toThrow('The thread of the program has ended');
});
