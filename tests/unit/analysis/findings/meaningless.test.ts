import { expect, it } from 'vitest';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { inventedBench } from './rungs/invented.ts';

it('what a network makes of control labels is little where no neuron reads, and nothing is compared where the token decides', async () => {
  const bench = inventedBench();
  const [found] = await meaninglessLabels(bench);
  expect(found?.count).toBe(99);
  expect(found?.best[0]).toBeLessThan(0.2);
  expect(found?.best).toEqual(found?.best.toSorted((a, b) => b - a));
  const decided = { ...bench, features: bench.features.map((each) => ({ ...each, decidedByToken: true })) };
  expect(await meaninglessLabels(decided)).toEqual([null]);
});
