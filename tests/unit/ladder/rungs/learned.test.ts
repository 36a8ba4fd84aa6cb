import { describe, expect, it } from 'vitest';
import { effect } from '../../../../runner/ladder/rungs/effect.ts';
import { bestOfNetwork, learned } from '../../../../runner/ladder/rungs/learned.ts';
import { claimOn, inventedBench, knower, taskOf } from './invented.ts';

const bench = inventedBench();
const claims = [claimOn(knower)];
const judge = async (best: number[], asked = claims, labels: number[] | null = null) => {
  const outcomes = { effect: await effect.compute(taskOf(bench, asked)) };
  const [found] = await learned.compute(
    taskOf(bench, asked, {
      outcomes,
      untrained: best.map((each) => [each]),
      labels: [labels === null ? null : { count: labels.length, tokens: 2, best: labels }],
    }),
  );
  return found;
};

describe('the rung learned', () => {
  it('passes a neuron far above the best of untrained networks', async () => {
    const found = await judge([0.1, 0.12, 0.08, 0.11, 0.09]);
    expect(found?.status).toBe('passed');
    expect(found?.measured?.claim).toBeCloseTo(0.42, 1);
  });

  it('fails one that lies above their mean but within where one more of them would lie', async () => {
    // Mean .36, spread .06: the claim of .42 is above the mean of five, and nothing beside a sixth.
    const found = await judge([0.3, 0.33, 0.36, 0.39, 0.43]);
    expect(found?.status).toBe('failed');
    expect(found?.measured?.limit).toBeGreaterThan(found?.measured?.claim ?? 1);
  });

  it('fails one that goes the other way than was claimed, however far', async () => {
    const found = await judge([0.1, 0.12, 0.08, 0.11, 0.09], [claimOn(knower, -1)]);
    expect(found?.status).toBe('failed');
    expect(found?.measured?.claim).toBeCloseTo(-0.42, 1);
  });

  it('fails one that is no more than the largest of what the network makes of labels without meaning', async () => {
    const far = [0.1, 0.12, 0.08, 0.11, 0.09];
    expect((await judge(far, claims, [0.3, 0.1]))?.status).toBe('passed');
    const found = await judge(far, claims, [0.45, 0.1]);
    expect(found?.status).toBe('failed');
    expect(found?.reason).toContain('without meaning');
  });

  it('is not run where no network was read', async () => {
    expect((await judge([]))?.status).toBe('not run');
  });

  it('takes of a network the neuron that is best on discovery, as it does on confirmation', () => {
    const [best] = bestOfNetwork(bench, bench.input.activations);
    expect(best).toBeGreaterThan(0.35);
    const { discovery, confirmation } = bench.input.activations;
    const last = { discovery: discovery.toReversed(), confirmation: confirmation.toReversed() };
    expect(bestOfNetwork(bench, last)).toEqual([best]);
    const [turned] = bestOfNetwork(
      inventedBench({ knows: 3, knowsLater: -3 }),
      inventedBench({ knows: 3, knowsLater: -3 }).input.activations,
    );
    expect(turned).toBeLessThan(-0.35);
    const lower = inventedBench({ knows: -3 });
    expect(bestOfNetwork(lower, lower.input.activations)[0]).toBeGreaterThan(0.35);
  });
});
