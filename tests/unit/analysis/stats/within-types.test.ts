import { describe, expect, it } from 'vitest';
import { midRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { withinTypes } from '../../../../runner/analysis/stats/within-types.ts';
import { random } from '../../../../runner/core/random.ts';

const tokens = 900;

/** Frequent types and rare ones, some without a type, one always with the feature, one never; activations with ties. */
function made() {
  const { uniform, normal } = random(3, 1);
  const types = Int32Array.from({ length: tokens }, () => Math.floor(30 * uniform() ** 2) - 1);
  const mask = Uint8Array.from(types, (type) => (type === 4 || (type !== 2 && uniform() < 0.4) ? 1 : 0));
  const members = Uint8Array.from(types, () => (uniform() < 0.9 ? 1 : 0));
  const activation = Float32Array.from(types, () => Math.round(8 * normal()) / 8);
  return { types, mask, members, activation };
}

describe('ranks within token types', () => {
  it('are the mid-ranks of each type taken by itself, centred, a share of its occurrences', () => {
    const { types, mask, members, activation } = made();
    const found = withinTypes(activation, { types, mask, members }, 20);
    const taking = [...types.keys()].filter((t) => members[t] === 1 && (types[t] ?? -1) >= 0);
    const able = [...Map.groupBy(taking, (t) => types[t]).values()].filter((own) => {
      const carriers = own.filter((t) => mask[t] === 1).length;
      return own.length >= 20 && carriers > 0 && carriers < own.length;
    });
    const ranks = new Float32Array(tokens);
    for (const own of able) {
      const among = midRanks(own.map((t) => activation[t] ?? Number.NaN)).ranks;
      own.forEach((t, index) => {
        ranks[t] = ((among[index] ?? Number.NaN) - (own.length + 1) / 2) / own.length;
      });
    }
    const used = able.flat();
    expect(able.length).toBeGreaterThan(5);
    expect(found.types).toBe(able.length);
    expect(found.tokens).toBe(used.length);
    expect(found.carriers).toBe(used.filter((t) => mask[t] === 1).length);
    expect([...found.used.keys()].filter((t) => found.used[t] === 1)).toEqual(used.sort((a, b) => a - b));
    expect([...found.ranks]).toEqual([...ranks]);
  });

  it('hold 0 and -0 for the same activation', () => {
    const text = {
      types: Int32Array.of(0, 0, 0, 0),
      mask: Uint8Array.of(1, 0, 0, 1),
      members: Uint8Array.of(1, 1, 1, 1),
    };
    const { ranks } = withinTypes(Float32Array.of(0, -0, 1, -1), text, 2);
    expect([...ranks]).toEqual([0, 0, 0.375, -0.375]);
  });
});
