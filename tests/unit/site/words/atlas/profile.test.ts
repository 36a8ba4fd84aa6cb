import { describe, expect, it } from 'vitest';
import { coloursTo, exampleOf, publishedProfileOf } from '../../../../../site/words/atlas/profile.ts';
import { madeAtlas } from './made.ts';

const { atlas, map, tokens, shard } = madeAtlas;
const profile = (neuron: number) => publishedProfileOf({ atlas, map, shard, tokens }, neuron);

describe('the profile of a neuron', () => {
  it('names learned features first, and none that could not be tested', () => {
    const told = profile(1).effects.map(({ feature, learned }) => `${feature.name} ${learned}`);
    expect(told).toEqual(['<b>nouns</b> true', 'inside quotes true']);
    expect(profile(0).effects.map(({ effect }) => effect)).toEqual([0.05, 0.6].map((effect) => Math.fround(effect)));
  });

  it('has the tokens around each place, and leaves out places that are none', () => {
    const excerpts = [{ tokens: ['a', '<script>', '\n'], activations: [0, 1, -1], centre: 1, position: 7 }];
    expect(profile(0).excerpts).toEqual([{ kind: 'highest', excerpts }]);
  });

  it('begins an excerpt at the edge of its segment', () => {
    const [first] = profile(1).excerpts[0]?.excerpts ?? [];
    expect(first?.tokens).toEqual(['\n', '\u202e']);
    expect(first?.centre).toBe(0);
    expect(first?.activations[0]).toBeCloseTo(0.252, 3);
  });

  it('says what it writes, what it is near, and its rhythm', () => {
    const { writes, nearest, rhythm } = profile(0);
    expect(writes).toEqual({ raised: [{ token: '<script>', by: 0.75 }], lowered: [{ token: '\n', by: -0.5 }] });
    expect(nearest).toEqual([{ neuron: 1, correlation: 0.5 }]);
    expect(rhythm).toEqual({ frequency: 0.25, amplitude: Math.fround(0.3) });
    expect(profile(2)).toMatchObject({ rhythm: null, dead: true });
  });

  it('is not to be had from the shard of others', () => {
    expect(() => profile(3)).toThrow('neuron 3 is not one of 0 to 2');
  });

  it('gives a list one excerpt a neuron', () => {
    expect(exampleOf(atlas, map, tokens, 1)).toMatchObject({ tokens: ['\n', '\u202e'], centre: 0, position: null });
  });

  it('colours what has no ends to its own largest value', () => {
    expect(coloursTo(null, [0.5, -4])).toEqual([-4, 4]);
    expect(coloursTo([0, 1], [0.5])).toEqual([0, 1]);
  });
});
