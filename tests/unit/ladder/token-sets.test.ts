import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { classesOf, matchedTokenSets, tokenClass, tokenClasses } from '../../../runner/ladder/token-sets.ts';

/** 200 words and 20 marks, each type's count falling with its number. */
const classes = Uint8Array.from({ length: 220 }, (_, type) => (type < 200 ? 0 : 3));
const counts = Int32Array.from({ length: 220 }, (_, type) => Math.round(2000 / (1 + (type % 200))));
const carriers = [10, 25, 40, 41, 90, 150];
const featureTypes = Uint8Array.from({ length: 220 }, (_, type) => Number(carriers.includes(type)));
const total = (types: Iterable<number>) => [...types].reduce((sum, type) => sum + (counts[type] ?? 0), 0);

describe('matchedTokenSets', () => {
  const sets = matchedTokenSets({ classes, counts, featureTypes, sets: 100, random: random(1) });

  it('finds as many distinct sets as were asked for', () => {
    expect(sets).toHaveLength(100);
    expect(new Set(sets.map((set) => set.join())).size).toBe(100);
  });

  it('takes only types without the feature, none twice', () => {
    for (const set of sets) {
      expect(set.filter((type) => featureTypes[type] === 1)).toHaveLength(0);
      expect(new Set(set).size).toBe(set.length);
    }
  });

  it('keeps class and frequency: each type can stand for one of the feature within a factor of 2', () => {
    for (const set of sets) {
      const alike = (type: number, carrier: number) =>
        classes[type] === classes[carrier] && Math.abs(Math.log2((counts[type] ?? 0) / (counts[carrier] ?? 0))) <= 1;
      for (const type of set) expect(carriers.some((carrier) => alike(type, carrier))).toBe(true);
    }
  });

  it('keeps the number of tokens within 20 %', () => {
    for (const set of sets) expect(Math.abs(total(set) / total(carriers) - 1)).toBeLessThanOrEqual(0.2);
  });

  it('varies: over all sets, every word of like frequency has its chance', () => {
    expect(new Set(sets.flatMap((set) => [...set])).size).toBeGreaterThan(50);
  });

  it('gives the same sets for the same seed, others for another', () => {
    expect(matchedTokenSets({ classes, counts, featureTypes, sets: 100, random: random(1) })).toEqual(sets);
    expect(matchedTokenSets({ classes, counts, featureTypes, sets: 100, random: random(2) })).not.toEqual(sets);
  });

  it('finds few where few are alike: the most frequent word has one like it', () => {
    const first = Uint8Array.from({ length: 220 }, (_, type) => Number(type === 0));
    const found = matchedTokenSets({ classes, counts, featureTypes: first, sets: 100, random: random(1) });
    // The second word has half its tokens, which 20 % does not allow.
    expect(found).toHaveLength(0);
    const third = Uint8Array.from({ length: 220 }, (_, type) => Number(type === 10));
    const some = matchedTokenSets({ classes, counts, featureTypes: third, sets: 100, random: random(1) });
    expect(some.map((set) => [...set])).toEqual(expect.arrayContaining([[9], [11]]));
    expect(some.length).toBeLessThan(20);
  });

  it('overlooks feature types that never occur', () => {
    const rare = counts.map((count, type) => (type === 150 ? 0 : count));
    const found = matchedTokenSets({ classes, counts: rare, featureTypes, sets: 5, random: random(1) });
    for (const set of found) expect(set).toHaveLength(carriers.length - 1);
  });
});

describe('tokenClass', () => {
  it.each([
    ['emma', 'word'],
    ['été', 'word'],
    ['3', 'word'],
    ['_', 'word'],
    ['<unk>', 'word'],
    [' ', 'space'],
    ['\t', 'space'],
    ['\n', 'line break'],
    ['.', 'other'],
    ['"', 'other'],
    ['<', 'other'],
  ])('%j is a %s', (token, expected) => {
    expect(tokenClass(token)).toBe(expected);
  });

  it('has a number for each class', () => {
    expect([...classesOf(['a', ' ', '\n', ','])].map((number) => tokenClasses[number])).toEqual([...tokenClasses]);
  });
});
