import { describe, expect, it } from 'vitest';
import { mapHalves } from '../../../../../runner/analysis/findings/bench.ts';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import {
  judgeReplicated,
  matchAcrossSeeds,
  replicated,
} from '../../../../../runner/analysis/findings/rungs/replicated.ts';
import type { Activations, Halves } from '../../../../../runner/analysis/stats/tested-text.ts';
import { claimOn, inventedBench, inventedNetwork, knower, taskOf } from '../invented.ts';

const list = (...values: number[]) => Float32Array.from(values);
it('the neuron of another seed is the one that goes with the claimed one, or against it, most closely on discovery', () => {
  const claimed = mapHalves(() => list(1, 2, 3, 4));
  const others = {
    discovery: [list(1, 2, 4, 3), list(-2, -4, -6, -8.1), list(5, 5, 5, 5)],
    confirmation: [list(1, 2, 3, 4), list(4, 3, 1, 2), list(1, 0, 0, 1)],
  };
  // NumPy: corrcoef([1,2,3,4],[4,3,1,2])[0,1] = -.8, of the sign that it had on discovery; at random the mean of |1|, |-.8| and |0|.
  const match = { neuron: 1, correlation: expect.closeTo(0.8, 6), random: expect.closeTo(0.6, 6) };
  expect(matchAcrossSeeds(claimed, others)).toEqual(match);
  // Below 0 where it turns round on confirmation.
  const turned = { discovery: [list(1, 2, 3, 4)], confirmation: [list(4, 3, 2, 1)] };
  expect(matchAcrossSeeds(claimed, turned).correlation).toBeCloseTo(-1, 6);
});

describe('the rung replicated', () => {
  const match = (heldOut: boolean, learned = heldOut) => ({
    seed: 1,
    neuron: 2,
    correlation: 0.5,
    random: 0.1,
    localAuc: 0.9,
    heldOut,
    learned,
  });
  const [has, lacks, notHeld, notLearned] = [match(true), match(false), match(false, true), match(true, false)];
  it.each([
    ['passes at three of five', [has, has, has, lacks, lacks], 'passed', { networks: 5, having: 3, share: 0.6 }],
    ['fails at two', [has, has, lacks, lacks, lacks], 'failed', { having: 2 }],
    ['counts what holds and is learned', [notHeld, notLearned, notHeld, notLearned, has], 'failed', { having: 1 }],
    ['cannot be tested with fewer than four', [has, has, has], 'not testable', null],
  ])('%s', (_, matches, status, measured) => {
    const found = judgeReplicated(matches);
    expect(found.status).toBe(status);
    if (measured !== null) expect(found.measured).toMatchObject(measured);
  });

  const bench = inventedBench();
  /** Of four networks that read the same text. */
  type Network = (seed: number) => Halves<Activations>;
  const foundIn = async (claims: FrozenClaim[], untrained: number[], networkOf: Network) => {
    const readings = {
      ...inventedNetwork(bench, { reads: knower }),
      async *seeds() {
        for (const seed of [1, 2, 3, 4]) yield { seed, activations: networkOf(seed) };
      },
    };
    const found = { untrained: untrained.map((best) => [best]), shuffled: [] };
    return (await replicated.compute(taskOf(bench, claims, found, readings)))[0];
  };

  it('finds the same neuron in networks that have it, and none in networks that do not', async () => {
    const untrained = [0.1, 0.12, 0.08, 0.11, 0.09];
    // The state's neuron stands elsewhere.
    const turned = (of: typeof bench) => mapHalves((half) => of.input.activations[half].toReversed());
    const knowing = await foundIn([claimOn(knower)], untrained, () => turned(bench));
    expect(knowing).toMatchObject({ status: 'passed', measured: { matches: [{ neuron: 3 }, {}, {}, {}] } });
    const blind = (seed: number) => turned(inventedBench({ seed: seed + 50, knows: 0 }));
    expect((await foundIn([claimOn(knower)], untrained, blind))?.status).toBe('failed');
  });

  it('counts a seed as learned by what the rung learned asks: over as many claims as are asked', async () => {
    // So different from one another that the neuron's p is below .05 alone, and not eight times that.
    const untrained = [0.02, 0.25, 0.1, 0.3, 0.05];
    const having = async (claims: FrozenClaim[]) =>
      (await foundIn(claims, untrained, () => bench.input.activations))?.measured?.having;
    const others = Array.from({ length: 7 }, (_, n) => claimOn(1 + (n % 3)));
    expect(await having([claimOn(knower)])).toBe(4);
    expect(await having([claimOn(knower), ...others])).toBe(0);
  });
});
