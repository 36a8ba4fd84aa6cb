import { expect, it } from 'vitest';
import { whatItDoes } from '../../../../runner/analysis/findings/does.ts';
import type { GroupedReading, Readings } from '../../../../runner/analysis/findings/finding.ts';
import { inventText } from './invented-text.ts';
import { benchOfText } from './text-bench.ts';

const vocabulary = 5;
const { text, inside, random } = inventText(3, 30, 60, vocabulary);
const neuron = Float32Array.from(inside, (now) => now + 0.1 * random.normal());

/** A network that expects type 1 more where the neuron is high, and hears which places are read. */
function readingsOf(heard: GroupedReading[]): Readings {
  return {
    async predictions(_, readings) {
      heard.push(...readings);
      return readings.map(({ places, groups, hold }) => {
        const sums = Array.from({ length: 1 + Math.max(...groups) }, () => new Float64Array(vocabulary));
        places.forEach((place, index) => {
          const high = (hold[0]?.values[place] ?? 0) > 0.5;
          const row = sums[groups[index] ?? 0];
          if (row)
            for (let id = 0; id < vocabulary; id++) row[id] = (row[id] ?? 0) + (id === 1 ? (high ? 0.6 : 0.2) : 0.1);
        });
        return sums;
      });
    },
    async changes(_, { places }) {
      return { rise: new Float32Array(places.length), divergence: new Float32Array(places.length) };
    },
  } as Partial<Readings> as Readings;
}

it('tells how often a token really follows, over the places whose predictions are told', async () => {
  const heard: GroupedReading[] = [];
  const bench = { ...benchOfText(text, [neuron], [inside]) };
  bench.input = { ...bench.input, vocabulary: ['a', 'b', 'c', 'd', 'e'] };
  const claim = { feature: 0, neuron: 0, sign: 1, chosen: 'effect' } as const;
  const { tokens } = await whatItDoes(bench, { claim, where: { after: null } }, readingsOf(heard));
  const told = heard.at(-1);
  if (told === undefined) throw new Error('nothing was read');
  for (const [state, where] of ['outside', 'inside'].entries()) {
    const places = [...told.places].filter((_, index) => (told.groups[index] ?? 0) % 2 === state);
    const following = places.filter((place) => text.types[place + 1] === 1).length / places.length;
    expect(tokens.find((each) => each.token === 'b' && each.where === where)).toMatchObject({
      follows: following,
      right: expect.closeTo(state === 1 ? 0.6 : 0.2, 6),
    });
    expect(following).toBeGreaterThan(0);
  }
});
