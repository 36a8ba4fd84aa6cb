import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { typeLevel } from '../../../runner/ladder/type-level.ts';
import { inventText, noise } from './invented-text.ts';

const { text, random: source } = inventText(7);
const classes = Uint8Array.from({ length: 60 }, (_, type) => (type === 0 ? 1 : 0));
const featureTypes = Uint8Array.from({ length: 60 }, (_, type) => Number(type > 0 && type % 5 === 0));
const task = (activation: Float32Array) => ({
  activation,
  types: text.types,
  featureTypes,
  classes,
  random: random(1),
});
const plain = noise(source, text.types.length);

describe('typeLevel', () => {
  it('is the AUC of the mean activation of frequent types of the same class', () => {
    const means: [mean: number, label: number][] = [];
    for (let type = 1; type < 60; type++) {
      const own = [...plain].filter((_, t) => text.types[t] === type);
      if (own.length < 10) continue;
      means.push([own.reduce((sum, a) => sum + a, 0) / own.length, featureTypes[type] ?? 0]);
    }
    const carriers = means.filter(([, label]) => label === 1);
    const rest = means.filter(([, label]) => label === 0);
    const higher = carriers.reduce((sum, [mean]) => sum + rest.filter(([other]) => mean > other).length, 0);
    const found = typeLevel(task(plain));
    expect(found?.auc).toBeCloseTo(higher / (carriers.length * rest.length), 12);
    expect(found).toMatchObject({ types: means.length, featureTypes: carriers.length });
  });

  it('finds types whose means stand apart, and not those whose means do not', () => {
    const apart = plain.map((a, t) => a + 2 * (featureTypes[text.types[t] as number] as number));
    expect(typeLevel(task(apart))?.p).toBe(0.001);
    expect(typeLevel(task(plain))?.p).toBeGreaterThan(0.05);
  });

  it('does not take frequency for the feature', () => {
    // The feature is in the rarer half of the words, and the neuron knows how rare a word is and nothing else.
    const rarer = Uint8Array.from({ length: 60 }, (_, type) => Number(type >= 40 || (type > 20 && type % 4 === 0)));
    const counts = Array.from({ length: 60 }, (_, type) => text.types.filter((other) => other === type).length);
    const rarity = text.types.map((type) => -Math.floor(Math.log2(counts[type] ?? 1)));
    const found = typeLevel({ ...task(plain.map((a, t) => 0.1 * a + 3 * (rarity[t] ?? 0))), featureTypes: rarer });
    expect(found?.auc).toBeGreaterThan(0.6);
    expect(found?.p).toBeGreaterThan(0.05);
  });

  it('says nothing of fewer than five types', () => {
    const few = Uint8Array.from({ length: 60 }, (_, type) => Number(type > 0 && type < 5));
    expect(typeLevel({ ...task(plain), featureTypes: few })).toBeNull();
  });
});
