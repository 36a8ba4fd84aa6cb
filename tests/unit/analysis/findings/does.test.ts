import { expect, it } from 'vitest';
import { whatItDoes } from '../../../../runner/analysis/findings/does.ts';
import type { GroupedReading, Readings } from '../../../../runner/analysis/findings/finding.ts';
import { addAt, at, item } from '../../../../runner/core/at.ts';
import { benchOfText, claimOn, inventText } from './invented.ts';

const vocabulary = 5;
const { text, inside, random } = inventText(3, 30, 60, vocabulary);
const neuron = Float32Array.from(inside, (now) => now + 0.1 * random.normal());

/** A network that expects type 1 more where the neuron is high, and hears which places are read. */
const readingsOf = (heard: GroupedReading[]): Pick<Readings, 'predictions' | 'changes'> => ({
  async predictions(_, asked) {
    heard.push(...asked);
    return asked.map(({ places, groups, hold }) => {
      const sums = Array.from({ length: 1 + Math.max(...groups) }, () => new Float64Array(vocabulary));
      for (const [index, place] of places.entries()) {
        const high = (hold[0]?.values[place] ?? 0) > 0.5 ? 0.6 : 0.2;
        for (let id = 0; id < vocabulary; id++) addAt(item(sums, at(groups, index)), id, id === 1 ? high : 0.1);
      }
      return sums;
    });
  },
  async changes(_, { places: { length } }) {
    return { rise: new Float32Array(length), divergence: new Float32Array(length) };
  },
});

it('tells how often a token really follows, over the places whose predictions are told', async () => {
  const heard: GroupedReading[] = [];
  const plain = benchOfText(text, [neuron], [inside]);
  const bench = { ...plain, input: { ...plain.input, vocabulary: ['a', 'b', 'c', 'd', 'e'] } };
  const { tokens } = await whatItDoes(
    bench,
    { claim: claimOn(0), where: { after: null } },
    readingsOf(heard) as Readings,
  );
  const { places: all = [], groups = [] } = heard.at(-1) ?? {};
  for (const [state, where] of ['outside', 'inside'].entries()) {
    const places = [...all].filter((_, index) => at(groups, index) % 2 === state);
    const following = places.filter((place) => text.types[place + 1] === 1).length / places.length;
    expect(tokens.find((each) => each.token === 'b' && each.where === where)).toMatchObject({
      follows: following,
      right: expect.closeTo(state === 1 ? 0.6 : 0.2, 6),
    });
    expect(following).toBeGreaterThan(0);
  }
});
