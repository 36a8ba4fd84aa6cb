import { describe, expect, it } from 'vitest';
import { benchOf, effectsOf, effectsOn, scoredAmong } from '../../../../runner/analysis/findings/bench.ts';
import { sweepHere } from '../../../../runner/analysis/stats/max-t.ts';
import { inventedBench } from './rungs/invented.ts';

describe('the bench', () => {
  it('sees each feature through its own class, and features of one class through one', () => {
    const { input } = inventedBench();
    const [feature] = input.features;
    if (feature === undefined) throw new Error('no feature');
    const few = (half: Uint8Array) => half.map((_, t) => (t % 4 === 0 ? 1 : 0));
    const words = {
      ...feature,
      among: 'words' as const,
      members: { discovery: few(feature.members.discovery), confirmation: few(feature.members.confirmation) },
    };
    const [all, first, second] = benchOf({ ...input, features: [feature, words, words] }).features;
    const { length } = input.text.confirmation;
    expect(all?.seen.confirmation.reference.text.length).toBe(length);
    expect(first?.seen.confirmation.reference.text.length).toBe(length / 4);
    expect(second?.seen).toBe(first?.seen);
  });

  it('measures the effects of a half once, and of any network that read the text the same way', async () => {
    const { input } = inventedBench();
    let measured = 0;
    const bench = benchOf(input, async (job) => {
      measured++;
      return await sweepHere(job);
    });
    const [own] = await effectsOn(bench, 'discovery');
    expect(own?.[0]).toBeGreaterThan(0.35);
    expect((await effectsOn(bench, 'discovery'))[0]).toBe(own);
    expect(measured).toBe(1);
    const confirmation = await effectsOn(bench, 'confirmation');
    expect(confirmation).not.toEqual([own]);
    const turned = input.activations.discovery.toReversed();
    expect(await effectsOf(bench.features, 'discovery', turned, sweepHere)).toEqual([own?.toReversed()]);
  });

  it('scores what stands after the warm-up of each segment', () => {
    const { text } = inventedBench().input;
    const read = text.discovery.warmUp + text.discovery.length;
    const { positions } = scoredAmong(text.discovery);
    expect(positions.length).toBe(text.discovery.types.length);
    expect([...positions.slice(0, 2), ...positions.slice(text.discovery.length).slice(0, 2)]).toEqual([
      4,
      5,
      read + 4,
      read + 5,
    ]);
  });
});
