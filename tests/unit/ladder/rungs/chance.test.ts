import { describe, expect, it } from 'vitest';
import { choose } from '../../../../runner/ladder/choice.ts';
import { chance } from '../../../../runner/ladder/rungs/chance.ts';
import { inventedBench, knower, noise, taskOf, tokenReader } from './invented.ts';

describe('who is claimed, and the rung chance', () => {
  it('claims the neuron with the largest effect among the significant, then that with the largest relevance', async () => {
    const bench = inventedBench();
    const choice = await choose(bench);
    expect(choice.claims[0]).toMatchObject({ neuron: knower, sign: 1, chosen: 'effect' });
    const [first] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    expect(first?.status).toBe('passed');
  });

  it('goes by the discovery half alone', async () => {
    const { claims } = await choose(inventedBench({ knows: 2, knowsLater: -2 }));
    expect(claims[0]).toMatchObject({ neuron: knower, sign: 1, chosen: 'effect' });
  });

  it('claims for its effect none that chance explains, however many are asked for', async () => {
    const bench = inventedBench({ input: { count: 4 } });
    const choice = await choose(bench);
    const byEffect = choice.claims.filter(({ chosen }) => chosen === 'effect').map(({ neuron }) => neuron);
    expect(byEffect).toEqual([knower, tokenReader]);
  });

  it('fails a neuron that was given by hand and is no more than chance', async () => {
    const bench = inventedBench({ feature: { byHand: [noise] }, input: { count: 0 } });
    const choice = await choose(bench);
    expect(choice.claims).toMatchObject([{ neuron: noise, chosen: 'by hand' }]);
    const [found] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    expect(found?.status).toBe('failed');
  });
});
