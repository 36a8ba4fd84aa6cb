import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { mixedTypes, pairsAmong, ranksAmong, testWithinType, withinType } from '../../../runner/ladder/within-type.ts';
import { pairsWithin } from '../../../runner/stats/local-auc.ts';
import { permutationTable, permutedCells } from '../../../runner/stats/permutations.ts';
import { segmentRanks } from '../../../runner/stats/ranks.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import { following, inventText, noise } from './invented-text.ts';

const { text, inside, random: source } = inventText(6);
const units = swapUnits(text);
const cells = permutedCells(permutationTable(units.strata, 499, random(1)), units);
const every = new Uint8Array(inside.length).fill(1);

describe('withinType', () => {
  const activation = noise(source, inside.length).map((a) => Math.round(a * 5) / 5);
  const { ranks } = withinType(activation, text.types);

  it('counts the occurrences of the same type that are lower, and half of the equal ones', () => {
    const occurrences = new Map<number, number[]>();
    text.types.forEach((type, t) => {
      occurrences.set(type, [...(occurrences.get(type) ?? []), t]);
    });
    let compared = 0;
    for (const places of occurrences.values()) {
      if (places.length < 20) continue;
      for (const t of places.slice(0, 5)) {
        const mine = activation[t] as number;
        const lower = places.filter((other) => (activation[other] as number) < mine).length;
        const equal = places.filter((other) => activation[other] === mine).length;
        expect(ranks[t]).toBeCloseTo((lower + (equal + 1) / 2 - (places.length + 1) / 2) / places.length, 6);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('leaves out types that occur fewer than 20 times', () => {
    const types = Int32Array.from({ length: 59 }, (_, t) => (t < 40 ? 0 : 1));
    expect(withinType(new Float32Array(59), types).used.reduce((sum, each) => sum + each, 0)).toBe(40);
  });
});

describe('ranksAmong', () => {
  it('is the plain ranks where all tokens are used', () => {
    const activation = noise(source, inside.length);
    expect(ranksAmong({ ranks: activation, used: every }, text.length)).toEqual(segmentRanks(activation, text.length));
  });

  it('sums to 0 in each segment over the used tokens, and is 0 elsewhere', () => {
    const used = every.map((_, t) => Number(t % 3 === 0));
    const among = ranksAmong({ ranks: noise(source, inside.length), used }, text.length);
    expect(among.filter((_, t) => used[t] === 0).every((rank) => rank === 0)).toBe(true);
    expect(among.subarray(0, text.length).reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(0, 5);
  });
});

describe('pairsAmong', () => {
  it('is the plain count of pairs where all tokens are used', () => {
    expect(pairsAmong(inside, every, units)).toEqual(pairsWithin(inside, units));
  });
});

describe('mixedTypes', () => {
  it('has nothing to compare where the token decides', () => {
    const decided = Uint8Array.from(text.types, (type) => Number(type > 30));
    expect(mixedTypes(text.types, decided)).toEqual({ tokens: 0, types: 0, enough: false });
    expect(mixedTypes(text.types, inside).enough).toBe(true);
  });
});

describe('testWithinType', () => {
  it('finds a neuron that follows the context', () => {
    const found = testWithinType(following(inside, -0.8, source), inside, text.types, units, cells);
    expect(found?.p).toBeLessThan(0.01);
    expect(found?.interval[1]).toBeLessThan(0.5);
  });

  it('does not find a neuron that only reads tokens which go with the context', () => {
    // Inside quotes words of low number are more frequent, and the neuron knows the word alone.
    const types = text.types.map((type, t) => (type > 0 && inside[t] === 1 ? 1 + (type >> 1) : type));
    const reading = noise(source, inside.length).map((a, t) => 0.2 * a - (types[t] as number));
    const found = testWithinType(reading, inside, types, units, cells);
    expect(found?.p).toBeGreaterThan(0.05);
    expect(found?.interval[0]).toBeLessThan(0.5);
    expect(found?.interval[1]).toBeGreaterThan(0.5);
  });

  it('cannot tell where the token decides the feature', () => {
    const decided = Uint8Array.from(text.types, (type) => Number(type > 30));
    expect(testWithinType(following(decided, 1, source), decided, text.types, units, cells)).toBeNull();
  });
});
