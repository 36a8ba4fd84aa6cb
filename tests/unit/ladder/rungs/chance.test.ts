import { describe, expect, it } from 'vitest';
import { choose } from '../../../../runner/ladder/choice.ts';
import { chance } from '../../../../runner/ladder/rungs/chance.ts';
import { inventedBench, knower, noise, taskOf } from './invented.ts';

describe('who is claimed, and the rung chance', () => {
  it('claims the neuron with the largest effect among the significant, then that with the largest relevance', async () => {
    const bench = inventedBench();
    const choice = await choose(bench);
    expect(choice.claims[0]).toMatchObject({ neuron: knower, sign: 1, chosen: 'effect' });
    const [first] = await chance.compute(taskOf(bench, choice.claims, { choice }));
    expect(first?.status).toBe('passed');
  });

  it('claims none for its effect where there is none', async () => {
    const bench = inventedBench({ knows: 0, feature: { byHand: [noise] } });
    const choice = await choose(bench);
    expect(choice.claims.filter(({ chosen, neuron }) => chosen === 'effect' && neuron === knower)).toEqual([]);
    const outcomes = await chance.compute(taskOf(bench, choice.claims, { choice }));
    const given = choice.claims.findIndex(({ chosen }) => chosen === 'by hand');
    const at = given < 0 ? choice.claims.findIndex(({ neuron }) => neuron === noise) : given;
    expect(outcomes[at]?.status).toBe('failed');
  });
});
