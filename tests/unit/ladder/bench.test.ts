import { describe, expect, it } from 'vitest';
import { benchOf, effectsOn, halfNames, scoredAmong } from '../../../runner/ladder/bench.ts';
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

  it('takes its effects from a wider bench that begins with its features: the same numbers, measured once', async () => {
    const { input } = inventedBench();
    const [feature] = input.features;
    if (feature === undefined) throw new Error('no feature');
    const rest = (half: Uint8Array) => half.map((each) => 1 - each);
    const other = {
      ...feature,
      masks: { discovery: rest(feature.masks.discovery), confirmation: rest(feature.masks.confirmation) },
    };
    const wider = benchOf({ ...input, features: [feature, other], permutations: 99 });
    const narrower = benchOf(input, { wider });
    for (const half of halfNames) {
      expect(await effectsOn(narrower, half)).toEqual(await effectsOn(benchOf(input), half));
      expect((await effectsOn(wider, half))[1]).not.toEqual((await effectsOn(narrower, half))[0]);
    }
    let looks = 0;
    const network = {
      get discovery() {
        looks++;
        return input.activations.confirmation;
      },
      confirmation: input.activations.discovery,
    };
    const [own] = await effectsOn(narrower, 'discovery', network);
    expect(own).toBe((await effectsOn(wider, 'discovery', network))[0]);
    expect(looks).toBe(1);
    expect(() => benchOf({ ...input, features: [other] }, { wider })).toThrow('does not begin with these features');
    expect(() => benchOf({ ...input, activations: { ...input.activations } }, { wider })).toThrow('other activations');
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
