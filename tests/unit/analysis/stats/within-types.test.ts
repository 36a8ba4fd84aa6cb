import { expect, it } from 'vitest';
import { midRanks } from '../../../../runner/analysis/stats/ranks.ts';
import { withinTypes } from '../../../../runner/analysis/stats/within-types.ts';
import { random } from '../../../../runner/core/random.ts';

it('ranks within token types are the mid-ranks of each type by itself, centred, a share of its occurrences', () => {
  const { uniform, normal } = random(3, 1);
  // Frequent types and rare ones, some without a type, one always with the feature, one never; activations with ties.
  const types = Int32Array.from({ length: 900 }, () => Math.floor(30 * uniform() ** 2) - 1);
  const mask = Uint8Array.from(types, (type) => (type === 4 || (type !== 2 && uniform() < 0.4) ? 1 : 0));
  const members = Uint8Array.from(types, () => (uniform() < 0.9 ? 1 : 0));
  const activation = Float32Array.from(types, () => Math.round(8 * normal()) / 8);
  const taking = [...types.keys()].filter((t) => members[t] === 1 && (types[t] ?? -1) >= 0);
  const carriersAmong = (places: number[]) => places.filter((t) => mask[t] === 1).length;
  const able = [...Map.groupBy(taking, (t) => types[t]).values()].filter(
    (own) => own.length >= 20 && carriersAmong(own) > 0 && carriersAmong(own) < own.length,
  );
  const ranks = new Float32Array(900);
  for (const own of able) {
    const among = midRanks(own.map((t) => activation[t] ?? Number.NaN)).ranks;
    for (const [index, t] of own.entries())
      ranks[t] = ((among[index] ?? Number.NaN) - (own.length + 1) / 2) / own.length;
  }
  const used = able.flat();
  const found = withinTypes(activation, { types, mask, members }, 20);
  expect(able.length).toBeGreaterThan(5);
  expect(found).toMatchObject({ types: able.length, tokens: used.length, carriers: carriersAmong(used), ranks });
  expect([...found.used.keys()].filter((t) => found.used[t] === 1)).toEqual(used.sort((a, b) => a - b));
});

it('ranks within token types hold 0 and -0 for the same activation', () => {
  const text = { types: new Int32Array(4), mask: Uint8Array.of(1, 0, 0, 1), members: Uint8Array.of(1, 1, 1, 1) };
  expect([...withinTypes(Float32Array.of(0, -0, 1, -1), text, 2).ranks]).toEqual([0, 0, 0.375, -0.375]);
});
