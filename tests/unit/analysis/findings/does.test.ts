import { expect, it } from 'vitest';
import { whatItDoes } from '../../../../runner/analysis/findings/does.ts';
import type { GroupedClampedRun, Readings, SingleTokenPatchRun } from '../../../../runner/analysis/findings/finding.ts';
import { interchangeOf } from '../../../../runner/analysis/findings/interchange.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { addAt, at, item } from '../../../../runner/core/at.ts';
import { benchOfText, claimOn, inventText } from './invented.ts';

const vocabulary = 5;
const { text, inside, random } = inventText(3, 30, 60, vocabulary);
const neuron = Float32Array.from(inside, (now) => now + 0.1 * random.normal());

/** A network that expects type 1 more where the neuron is high, and hears which places are read. */
const readingsOf = (heard: GroupedClampedRun[]): Pick<Readings, 'predictions' | 'changes'> => ({
  async predictions(_, asked) {
    heard.push(...asked);
    return asked.map(({ places, groups, clamp }) => {
      const sums = Array.from({ length: 1 + Math.max(...groups) }, () => new Float64Array(vocabulary));
      for (const [index, place] of places.entries()) {
        const high = (clamp[0]?.values[place] ?? 0) > 0.5 ? 0.6 : 0.2;
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
  const heard: GroupedClampedRun[] = [];
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

it('a value comes from each other occurrence of the token in the state as often as from any', async () => {
  const [documents, length] = [60, 32];
  const inside = Uint8Array.from({ length: documents * length }, (_, t) => Math.floor(t / 4) % 2);
  // Each type stands three times in each state.
  const types = Int32Array.from(inside, (_, t) => Math.floor((4 * Math.floor(t / 8) + (t % 4)) / 3));
  const text = { length, segments: 1, sources: new Int32Array(documents), types };
  // Its value says where it was taken.
  const bench = benchOfText(text, [Float32Array.from(inside.keys())], [inside]);
  const heard: SingleTokenPatchRun[] = [];
  const steps = async (_: HalfName, reading: SingleTokenPatchRun) => {
    heard.push(reading);
    return reading.values.map(({ length: places }) => new Float32Array(places));
  };
  await interchangeOf(bench, { claim: claimOn(0), where: { after: null }, place: null }, { steps });
  const { values: [other = [], same = []] = [], places = [] } = heard.at(-1) ?? {};
  const occurrences = (own: number, state: number) =>
    [...inside.keys()].filter((t) => types[t] === types[own] && inside[t] === state);
  let behind = 0;
  for (const [index, own] of places.entries()) {
    const state = inside[own] ?? 0;
    expect(occurrences(own, 1 - state)).toContain(other[index]);
    const alike = occurrences(own, state);
    expect(alike.filter((t) => t !== own)).toContain(same[index]);
    if (same[index] === alike[(alike.indexOf(own) + 1) % 3]) behind++;
  }
  // 960 tokens: half of them and four standard errors of 15.5; two thirds, 640, where the token behind also stands in for its own.
  expect(places).toHaveLength(16 * documents);
  expect(Math.abs(behind - 8 * documents)).toBeLessThan(62);
});
