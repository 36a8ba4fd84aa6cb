import { describe, expect, it } from 'vitest';
import { item } from '../../../runner/core/at.ts';
import { benchOf, effectsOn, inHalves } from '../../../runner/ladder/bench.ts';
import { confirmedBest } from '../../../runner/ladder/best-neuron.ts';
import { familyTest } from '../../../runner/ladder/choice.ts';
import { meaninglessLabels } from '../../../runner/ladder/meaningless.ts';
import { probeOf } from '../../../runner/ladder/probe.ts';
import { bestOfNetwork, effectsOfNetworks, untrained } from '../../../runner/ladder/untrained.ts';
import type { Halves } from '../../../runner/stats/halves.ts';
import { sweepHere } from '../../../runner/stats/max-t.ts';
import type { Activations } from '../../../runner/stats/tested-text.ts';
import { inventedBench, inventedNetwork, knower } from './rungs/invented.ts';

const bench = inventedBench();

async function* several(...networks: Halves<Activations>[]) {
  yield* networks;
}
const bestOf = async (network: Halves<Activations>) => {
  const [effects] = await effectsOfNetworks(bench, several(network));
  return effects === undefined ? [] : bestOfNetwork(effects);
};

describe('what networks that never learnt have of a feature', () => {
  it('is the neuron that is best on discovery, as it does on confirmation', async () => {
    const { activations } = bench.input;
    const [best] = await bestOf(activations);
    expect(best).toBeGreaterThan(0.35);
    expect(await bestOf(inHalves((half) => activations[half].toReversed()))).toEqual([best]);
    const [turned] = await bestOf(inventedBench({ knows: 3, knowsLater: -3 }).input.activations);
    expect(turned).toBeLessThan(-0.35);
    expect((await bestOf(inventedBench({ knows: -3 }).input.activations))[0]).toBeGreaterThan(0.35);
  });

  it('is what the choice of one neuron by its activations gives, to the bit', async () => {
    const feature = item(bench.features, 0);
    for (const seed of [3, 4, 5]) {
      const { activations } = inventedBench({ seed, knows: 0 }).input;
      const onDiscovery = await effectsOn(benchOf({ ...bench.input, activations }), 'discovery');
      const expected = confirmedBest(feature.seen, [feature.mask])(activations.confirmation, onDiscovery);
      expect(await bestOf(activations)).toEqual(expected);
    }
  });

  it('is nothing where no effect can be told, on either half', () => {
    const none = Float64Array.of(Number.NaN, Number.NaN);
    const some = Float64Array.of(0.1, -0.2);
    expect(bestOfNetwork({ discovery: [none, some, some], confirmation: [some, none, some] })).toEqual([
      null,
      null,
      0.2,
    ]);
  });

  it('comes with what its neurons are counted by, and with a probe of the first, where that is asked for', async () => {
    const { activations } = bench.input;
    const knowing = await effectsOfNetworks(bench, several(activations, activations), {
      standing: sweepHere,
      probed: 1,
    });
    const [first, second] = knowing;
    const { z, threshold } = await familyTest(bench, sweepHere);
    expect(first?.standing?.z).toEqual(z);
    expect(first?.standing?.threshold).toBe(threshold);
    const drawn = await meaninglessLabels(bench);
    expect(first?.standing?.labels).toEqual(drawn.map((each) => each && Math.max(...each.best)));
    expect(first?.probes).toEqual([probeOf(bench, item(bench.features, 0), null)?.localAuc]);
    expect(second?.probes).toEqual([]);
    const many = await effectsOfNetworks(bench, several(...Array.from({ length: 7 }, () => activations)), {
      standing: sweepHere,
    });
    expect(many.map(({ standing }) => standing !== null)).toEqual([true, true, true, true, true, false, false]);
    expect((await effectsOfNetworks(bench, several(activations)))[0]?.standing).toBeNull();
  });

  it('is asked of the features of the claims alone, network by network', async () => {
    const row = (effect: number) => Float64Array.of(effect, 0);
    const own = (effect: number) => ({
      discovery: [row(effect), row(0.4)],
      confirmation: [row(effect), row(0.4)],
      standing: null,
      probes: [],
    });
    const readings = { ...inventedNetwork(bench, { reads: knower }), untrained: async () => [own(0.1), own(-0.3)] };
    expect(await untrained.compute({ bench, readings, found: {} })).toEqual([[0.1], [0.3]]);
  });
});
