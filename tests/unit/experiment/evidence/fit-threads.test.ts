import { expect, it } from 'vitest';
import { fitOnThisThread } from '../../../../runner/analysis/stats/ridge.ts';
import { random } from '../../../../runner/core/random.ts';
import { fitInThread } from '../../../../runner/experiment/evidence/fit-threads.ts';

const { normal } = random(2);
const columns = Array.from({ length: 40 }, () => Float32Array.from({ length: 8000 }, normal));
const numbers = Float32Array.from({ length: 8000 }, (_, row) => (columns[3]?.[row] ?? 0) + normal());

it.each([
  ['a mask', Uint8Array.from(numbers, (number) => Number(number > 0))],
  ['numbers', numbers],
])('a linear reader of %s is the same in a thread, bit for bit', async (_, labels) => {
  const found = await fitInThread(columns, labels, 0.01);
  expect(found).toEqual(await fitOnThisThread(columns, labels, 0.01));
  // It reads what the labels were made of.
  expect(found.weights.indexOf(Math.max(...found.weights))).toBe(3);
});
