import { describe, expect, it } from 'vitest';
import type { FrozenClaim } from '../../../../../runner/analysis/findings/claim-schema.ts';
import type { Readings } from '../../../../../runner/analysis/findings/finding.ts';
import { judgeReplicated, replicated } from '../../../../../runner/analysis/findings/rungs/replicated.ts';
import { claimOn, inventedBench, inventedNetwork, knower, taskOf } from './invented.ts';

const match = (having: boolean) => ({
  seed: 1,
  neuron: 2,
  correlation: 0.5,
  random: 0.1,
  localAuc: 0.9,
  heldOut: having,
  learned: having,
});

describe('the rung replicated', () => {
  it('passes at three of five other seeds and fails at two', () => {
    const of = (having: number) => judgeReplicated([1, 2, 3, 4, 5].map((n) => match(n <= having)));
    expect(of(3).status).toBe('passed');
    expect(of(2).status).toBe('failed');
    expect(of(3).measured).toMatchObject({ networks: 5, having: 3, share: 0.6 });
  });

  it('counts a seed whose neuron both holds on other documents and is more than untrained networks have', () => {
    const halfway = [
      { ...match(true), heldOut: false },
      { ...match(true), learned: false },
    ];
    const found = judgeReplicated([...halfway, ...halfway, match(true)]);
    expect(found.measured?.having).toBe(1);
    expect(found.status).toBe('failed');
  });

  it('cannot be tested with fewer than four other seeds', () => {
    expect(judgeReplicated([match(true), match(true), match(true)]).status).toBe('not testable');
  });

  it('finds the same neuron in networks that have it, and none in networks that do not', async () => {
    const bench = inventedBench();
    const networks = (knows: number): Readings => ({
      ...inventedNetwork(bench, { reads: knower }),
      async *seeds() {
        for (const seed of [1, 2, 3, 4]) {
          // The same text, read by another network: the state's neuron stands elsewhere.
          const turned = ({ discovery, confirmation }: typeof bench.input.activations) => ({
            discovery: [...discovery].reverse(),
            confirmation: [...confirmation].reverse(),
          });
          yield {
            seed,
            activations:
              knows > 0
                ? turned(bench.input.activations)
                : turned(inventedBench({ seed: seed + 50, knows: 0 }).input.activations),
          };
        }
      },
    });
    const untrained = [0.1, 0.12, 0.08, 0.11, 0.09].map((best) => [best]);
    const judge = async (knows: number) =>
      (await replicated.compute(taskOf(bench, [claimOn(knower)], { untrained, shuffled: [] }, networks(knows))))[0];
    const [has, lacks] = [await judge(2), await judge(0)];
    expect(has?.status).toBe('passed');
    expect(has?.measured?.matches[0]?.neuron).toBe(3);
    expect(lacks?.status).toBe('failed');
  });

  it('counts a seed as learned by what the rung learned asks: over as many claims as are asked', async () => {
    const bench = inventedBench();
    const readings: Readings = {
      ...inventedNetwork(bench, { reads: knower }),
      async *seeds() {
        for (const seed of [1, 2, 3, 4]) yield { seed, activations: bench.input.activations };
      },
    };
    // Untrained networks so different from one another that the neuron's p is below .05 alone, and not eight times that.
    const untrained = [0.02, 0.25, 0.1, 0.3, 0.05].map((best) => [best]);
    const others = bench.input.activations.discovery.map((_, neuron) => neuron).filter((neuron) => neuron !== knower);
    const asked = async (claims: FrozenClaim[]) =>
      (await replicated.compute(taskOf(bench, claims, { untrained, shuffled: [] }, readings)))[0]?.measured;
    const eight = Array.from({ length: 7 }, (_, n) => claimOn(others[n % others.length] ?? 0));
    expect((await asked([claimOn(knower)]))?.having).toBe(4);
    expect((await asked([claimOn(knower), ...eight]))?.having).toBe(0);
  });
});
