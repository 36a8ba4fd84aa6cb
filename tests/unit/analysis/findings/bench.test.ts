import { expect, it } from 'vitest';
import { benchOf, effectsOf, effectsOn, mapHalves, scoredAmong } from '../../../../runner/analysis/findings/bench.ts';
import { sweepOnThisThread } from '../../../../runner/analysis/stats/max-t.ts';
import { item } from '../../../../runner/core/at.ts';
import { inventedBench } from './invented.ts';

it('sees each feature through its own class, and features of one class through one', () => {
  const { input } = inventedBench();
  const feature = item(input.features, 0);
  const members = mapHalves((half) => feature.members[half].map((_, t) => (t % 4 === 0 ? 1 : 0)));
  const words = { ...feature, among: 'words' as const, members };
  const [all, first, second] = benchOf({ ...input, features: [feature, words, words] }).features;
  const { length } = input.text.confirmation;
  expect(all?.seen.confirmation.reference.text.length).toBe(length);
  expect(first?.seen.confirmation.reference.text.length).toBe(length / 4);
  expect(second?.seen).toBe(first?.seen);
});

it('measures the effects of a half once, and of any network that read the text the same way', async () => {
  const { input } = inventedBench();
  let measured = 0;
  const bench = benchOf(input, (job) => {
    measured++;
    return sweepOnThisThread(job);
  });
  const [own] = await effectsOn(bench, 'discovery');
  expect(own?.[0]).toBeGreaterThan(0.35);
  expect((await effectsOn(bench, 'discovery'))[0]).toBe(own);
  expect(measured).toBe(1);
  const confirmation = await effectsOn(bench, 'confirmation');
  expect(confirmation).not.toEqual([own]);
  const turned = input.activations.discovery.toReversed();
  expect(await effectsOf(bench.features, 'discovery', turned, sweepOnThisThread)).toEqual([own?.toReversed()]);
});

it('scores what stands after the warm-up of each segment', () => {
  const { discovery } = inventedBench().input.text;
  const { positions } = scoredAmong(discovery);
  expect(positions.length).toBe(discovery.types.length);
  const [second, read] = [discovery.length, discovery.warmUp + discovery.length];
  expect([0, 1, second, second + 1].map((place) => positions[place])).toEqual([4, 5, read + 4, read + 5]);
});
