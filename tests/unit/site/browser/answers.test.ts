import { expect, test } from 'vitest';
import { auc } from '../../../../runner/analysis/stats/auc.ts';
import { random } from '../../../../runner/core/random.ts';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { answers, extremes } from '../../../../site/browser/answers.ts';

const { uniform } = random(3);

/** In two passes, in standard deviations: the definition, written plainly. */
function differenceOf(row: readonly number[], chosen: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [inside, outside] = [true, false].map((is) => mean(row.filter((_, t) => chosen.includes(t) === is)));
  const spread = Math.sqrt(mean(row.map((v) => (v - mean(row)) ** 2)));
  return spread === 0 ? 0 : ((inside ?? 0) - (outside ?? 0)) / spread;
}

const tokens = 61;
const rows = Array.from({ length: 12 }, (_, neuron) =>
  neuron === 3
    ? Array.from({ length: tokens }, () => 0.5)
    : // Every fourth neuron has few values, so that there are ties.
      Array.from({ length: tokens }, () => 2 * uniform() - 1).map((v) =>
        neuron % 4 === 0 ? Math.round(2 * v) / 2 : v,
      ),
);
const quantized = quantize(rows);
const steps = rows.map((_, neuron) => [...quantized.value.subarray(neuron * tokens, (neuron + 1) * tokens)]);

test.each([
  ['a stretch', [10, 11, 12, 13, 14]],
  ['one token', [60]],
  ['scattered tokens', [0, 7, 20, 21, 44, 59]],
  ['all but one', Array.from({ length: tokens - 1 }, (_, t) => t)],
])('over %s each neuron has the AUC of the claims and the difference of the definition', (_, chosen) => {
  const found = answers(quantized, chosen) ?? [];
  expect(found.length).toBe(rows.length);
  found.forEach((answer, neuron) => {
    const row = steps[neuron] ?? [];
    expect(answer.neuron).toBe(neuron);
    const mask = Array.from({ length: tokens }, (_, t) => chosen.includes(t));
    expect(answer.auc).toBeCloseTo(auc(row, mask), 12);
    expect(answer.difference).toBeCloseTo(differenceOf(row, chosen), 10);
  });
});

test('with nothing or everything chosen there is nothing to compare', () => {
  expect(answers(quantized, [])).toBeNull();
  expect(answers(quantized, rows[0]?.map((_, t) => t) ?? [])).toBeNull();
});

test('a neuron that never changes stands in neither list', () => {
  const found = answers(quantized, [1, 2]) ?? [];
  expect(found[3]).toEqual({ neuron: 3, auc: 0.5, difference: 0 });
  const { higher, lower } = extremes(found, 100);
  expect([...higher, ...lower].map(({ neuron }) => neuron)).not.toContain(3);
});

test('equal AUCs are ordered by the difference of the means, and then by number', () => {
  const differences = [1, 3, -1, -2, -2, 9];
  const all = [1, 1, 0, 0, 0, 0.7].map((auc, neuron) => ({ neuron, auc, difference: differences[neuron] ?? 0 }));
  const { higher, lower } = extremes(all, 2);
  expect(higher.map(({ neuron }) => neuron)).toEqual([1, 0]);
  expect(lower.map(({ neuron }) => neuron)).toEqual([3, 4]);
});
