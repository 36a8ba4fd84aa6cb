import { describe, expect, it } from 'vitest';
import { effectsOf, halfNames, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../../../runner/analysis/findings/choice.ts';
import { effect } from '../../../../runner/analysis/findings/effect.ts';
import { labelsSeen, meaninglessLabels } from '../../../../runner/analysis/findings/meaningless.ts';
import { probeOf } from '../../../../runner/analysis/findings/probe.ts';
import {
  bestOfNetwork,
  effectsOfNetworks,
  shuffled,
  untrained,
} from '../../../../runner/analysis/findings/untrained.ts';
import { sweepOnThisThread } from '../../../../runner/analysis/stats/max-t.ts';
import { asArea } from '../../../../runner/analysis/stats/summary.ts';
import type { Activations, Halves } from '../../../../runner/analysis/stats/tested-text.ts';
import { item } from '../../../../runner/core/at.ts';
import { claimOn, inventedBench, inventedNetwork, knower, taskOf, tokenReader } from './invented.ts';

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
    expect(await bestOf(mapHalves((half) => activations[half].toReversed()))).toEqual([best]);
    const [turned] = await bestOf(inventedBench({ knows: 3, knowsLater: -3 }).input.activations);
    expect(turned).toBeLessThan(-0.35);
    expect((await bestOf(inventedBench({ knows: -3 }).input.activations))[0]).toBeGreaterThan(0.35);
  });

  it('is as much of labels that mean nothing: each is told by the neuron that is best for it on discovery', async () => {
    for (const seed of [3, 4, 5]) {
      const own = inventedBench({ seed, knows: 0 });
      const labels = (await labelsSeen(own)).map((each, index) => ({ ...each, index }));
      const [discovery = [], confirmation = []] = await Promise.all(
        halfNames.map((half) => effectsOf(labels, half, own.input.activations[half], sweepOnThisThread)),
      );
      const [found] = await meaninglessLabels(own);
      const expected = bestOfNetwork({ discovery, confirmation }).map((each) => asArea(0.5 + (each ?? 0)) - 0.5);
      expect(found?.best).toEqual(expected.toSorted((a, b) => b - a));
    }
  });

  it('is nothing where no effect can be told, on either half', () => {
    const [none, some] = [Float64Array.of(Number.NaN, Number.NaN), Float64Array.of(0.1, -0.2)];
    const found = bestOfNetwork({ discovery: [none, some, some], confirmation: [some, none, some] });
    expect(found).toEqual([null, null, 0.2]);
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
    expect(first?.probes).toEqual([(await probeOf(bench, item(bench.features, 0), null))?.localAuc]);
    expect(second?.probes).toEqual([]);
    expect(second?.standing?.labels).toEqual(first?.standing?.labels);
    expect((await effectsOfNetworks([{ bench }], several(activations)))[0]?.standing).toBeNull();
  });
});

describe('how many networks that never learnt are read', () => {
  const row = (effect: number) => Float64Array.of(effect, 0);
  /** Networks whose best neurons have these effects. */
  const networksWith = (effects: readonly number[]) =>
    effects.map((effect) => ({ ...mapHalves(() => [row(effect), row(0.4)]), standing: null, probes: [] }));
  const both = [claimOn(knower), claimOn(tokenReader)];
  /** The best of the control labels, of untrained networks and of shuffled ones; the claim of the knower is .42. */
  type Read = { labels?: number; drawn?: number[]; own?: number[]; of?: typeof both };
  async function readFor({ labels = 0.1, drawn = [0.1, -0.12, 0.11], own = [0.1, 0.11, 0.1], ...more }: Read) {
    const { of = both.slice(0, 1) } = more;
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
    const effects = await effect.compute(taskOf(bench, of));
    const task = taskOf(bench, of, { effect: effects, labels: [{ count: 19, tokens: 2, best: [labels] }] }, readings);
    const networks = await untrained.compute(task);
    const others = await shuffled.compute({ ...task, found: { ...task.found, untrained: networks } });
    return { networks, others, asked };
  }

  it('each is told of all features with its best neuron, whichever way that goes', async () => {
    const { networks, others } = await readFor({});
    expect(networks).toEqual([0.1, 0.12, 0.11].map((best) => [best, 0.4]));
    expect(others).toEqual([0.1, 0.11, 0.1].map((best) => [best, 0.4]));
  });

  const weak = { drawn: [0.3, 0.3, 0.3], labels: 0 };
  it.each<[string, Read, untrained: number[], shuffled?: number[]]>([
    ['three', {}, [2, 3], [2, 3]],
    ['three where the claim is above the control labels', { labels: 0.4 }, [2, 3], [2, 3]],
    ['none where every claim ends with them', { labels: 0.45 }, [], []],
    ['two where every claim that is left lies below their mean', { drawn: [0.44, 0.45, 0.46] }, [2], []],
    ['two shuffled where every claim lies below their mean', { own: [0.44, 0.45, 0.46] }, [2, 3], [2]],
    // The reader of tokens alone is below what the knower is above.
    ['two of a claim below their mean', { ...weak, of: both.slice(1) }, [2]],
    ['three where another one is above it', { ...weak, of: both }, [2, 3]],
    ['five where one is above it, not surely beyond', { drawn: [0.1, -0.3, 0.2, 0.1, 0.2] }, [2, 3, 5], [2, 3]],
  ])('%s', async (_, given, ofUntrained, ofShuffled) => {
    const { asked, networks } = await readFor(given);
    expect(asked).toEqual({ untrained: ofUntrained, shuffled: ofShuffled ?? asked.shuffled });
    expect(networks).toHaveLength(ofUntrained.at(-1) ?? 0);
  });
});
