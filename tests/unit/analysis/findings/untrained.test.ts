import { describe, expect, it } from 'vitest';
import { benchOf, effectsOn, inHalves } from '../../../../runner/analysis/findings/bench.ts';
import { confirmedBest } from '../../../../runner/analysis/findings/best-neuron.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { probeOf } from '../../../../runner/analysis/findings/probe.ts';
import {
  bestOfNetwork,
  effectsOfNetworks,
  shuffled,
  untrained,
} from '../../../../runner/analysis/findings/untrained.ts';
import type { Activations, Halves } from '../../../../runner/analysis/stats/tested-text.ts';
import { item } from '../../../../runner/core/at.ts';
import { claimOn, inventedBench, inventedNetwork, knower, taskOf, tokenReader } from './rungs/invented.ts';

const bench = inventedBench();

async function* several(...networks: Halves<Activations>[]) {
  yield* networks;
}
const bestOf = async (network: Halves<Activations>) => {
  const [effects] = await effectsOfNetworks([{ bench }], several(network));
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
    const knowing = await effectsOfNetworks([{ bench, standing: true, probed: 1 }], several(activations, activations));
    const [first, second] = knowing;
    const { z, threshold } = await familyTest(bench);
    expect(first?.standing?.z).toEqual(z);
    expect(first?.standing?.threshold).toBe(threshold);
    const drawn = await meaninglessLabels(bench);
    expect(first?.standing?.labels).toEqual(drawn.map((each) => each && Math.max(...each.best)));
    expect(first?.probes).toEqual([probeOf(bench, item(bench.features, 0), null)?.localAuc]);
    expect(second?.probes).toEqual([]);
    expect(second?.standing?.labels).toEqual(first?.standing?.labels);
    expect((await effectsOfNetworks([{ bench }], several(activations)))[0]?.standing).toBeNull();
  });
});

describe('how many networks that never learnt are read', () => {
  const row = (effect: number) => Float64Array.of(effect, 0);
  /** Networks whose best neurons have these effects. */
  const networksWith = (effects: readonly number[]) =>
    effects.map((effect) => ({
      discovery: [row(effect), row(0.4)],
      confirmation: [row(effect), row(0.4)],
      standing: null,
      probes: [],
    }));
  const claims = [claimOn(knower), claimOn(tokenReader)];

  /** @param labels the best of the control labels. */
  async function readFor({
    labels = 0.1,
    drawn = [0.1, -0.12, 0.11],
    own = [0.1, 0.11, 0.1],
    of = claims.slice(0, 1),
  }) {
    const asked = { untrained: [] as number[], shuffled: [] as number[] };
    const reading = (kind: keyof typeof asked, effects: readonly number[]) => async (networks: number) => {
      asked[kind].push(networks);
      return networksWith(effects.slice(0, networks));
    };
    const readings = {
      ...inventedNetwork(bench, { reads: knower }),
      untrained: reading('untrained', drawn),
      shuffled: reading('shuffled', own),
    };
    const found = {
      ...taskOf(bench, of).found,
      effect: await effect.compute(taskOf(bench, of)),
      labels: [{ count: 19, tokens: 2, best: [labels] }],
    };
    const networks = await untrained.compute({ bench, readings, found });
    const others = await shuffled.compute({ bench, readings, found: { ...found, untrained: networks } });
    return { networks, others, ...asked };
  }

  it('are three, of all features, each with its best neuron, whichever way that goes', async () => {
    expect(await readFor({})).toEqual({
      networks: [
        [0.1, 0.4],
        [0.12, 0.4],
        [0.11, 0.4],
      ],
      others: [
        [0.1, 0.4],
        [0.11, 0.4],
        [0.1, 0.4],
      ],
      untrained: [2, 3],
      shuffled: [2, 3],
    });
  });

  it('are none where every claim ends with the control labels: the claim is .42', async () => {
    expect(await readFor({ labels: 0.45 })).toEqual({ networks: [], others: [], untrained: [], shuffled: [] });
    expect((await readFor({ labels: 0.4 })).untrained).toEqual([2, 3]);
  });

  it('are two where every claim that is left lies below their mean, and then none is shuffled', async () => {
    const found = await readFor({ drawn: [0.44, 0.45, 0.46] });
    expect(found).toMatchObject({ untrained: [2], shuffled: [] });
    expect(found.networks.map(([best]) => best)).toEqual([0.44, 0.45]);
    expect(await readFor({ own: [0.44, 0.45, 0.46] })).toMatchObject({ untrained: [2, 3], shuffled: [2] });
    // The reader of tokens alone is below what the knower is above.
    const weak = { drawn: [0.3, 0.3, 0.3], labels: 0 };
    expect((await readFor({ ...weak, of: claims.slice(1) })).untrained).toEqual([2]);
    expect((await readFor({ ...weak, of: claims })).untrained).toEqual([2, 3]);
  });

  it('are five where a claim is above their mean, and not surely beyond them', async () => {
    const wide = { drawn: [0.1, -0.3, 0.2, 0.1, 0.2] };
    expect(await readFor(wide)).toMatchObject({ untrained: [2, 3, 5], shuffled: [2, 3] });
    expect((await readFor(wide)).networks).toHaveLength(5);
  });
});
