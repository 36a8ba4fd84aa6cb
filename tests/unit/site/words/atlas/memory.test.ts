import { describe, expect, it, test } from 'vitest';
import {
  documentSentence,
  largestParts,
  longestMemories,
  longSentence,
  memorySentence,
  memoryTable,
  middleSentence,
  onAxis,
  rememberedBy,
  strengths,
  tokensText,
  untrainedSentence,
} from '../../../../../site/words/atlas/memory.ts';
import { publishedProfileOf } from '../../../../../site/words/atlas/profile.ts';
import { firstWish, rowsOf, wished } from '../../../../../site/words/atlas/table.ts';
import { madeAtlas } from './made.ts';

const { atlas, map, tokens } = madeAtlas;
const { memory } = atlas;
if (!memory || map.memory === null) throw new Error('the atlas has a memory');
const arrays = map.memory;
const [first, second, third] = rememberedBy(atlas, map);
if (!first || !second) throw new Error('two neurons remember');
const endless = { ...arrays, halfLife: Float32Array.of(Number.POSITIVE_INFINITY, 3, 1) };
const unsure = { ...endless, interval: Float32Array.of(40, Number.POSITIVE_INFINITY, 2, 4, 0, 2) };
const [open = null] = rememberedBy(atlas, { memory: unsure });
if (!open) throw new Error('it remembers');
const longUntrained = { ...memory, untrained: { longest: [null, 3], middle: [1, 1], limit: null, times: null } };
const few = { ...arrays, halfLife: Float32Array.of(40, 2, 2), interval: new Float32Array(6) };

const told = Object.fromEntries([
  ['with its interval, beside untrained ones', memorySentence(first, memory)],
  ['beside the middle neuron', memorySentence({ ...first, times: 6.07 }, memory)],
  ['without untrained ones', memorySentence(second, { ...memory, untrained: null })],
  ['beyond all that was read', memorySentence(open, memory)],
  ['as untrained ones do', memorySentence(open, longUntrained)],
  // Of 18.2 and 3 tokens the upper one is the middle.
  ['in the middle', middleSentence(memory, arrays)],
  // 18.2 is once the middle one, and untrained networks have up to 3 times.
  ['no longer than chance has it', untrainedSentence(atlas, map)],
  ['longer', untrainedSentence(atlas, { memory: few })],
]);
test('how long a neuron remembers is told', () => expect(told).toMatchSnapshot());

describe('how long a neuron remembers', () => {
  it('is not told of one that was not measured, nor of atlases of before', () => {
    expect(third).toBe(null);
    const before = { ...atlas, memory: null };
    expect(rememberedBy(before, { memory: null })).toEqual([null, null, null]);
    expect(longSentence(before, { memory: null })).toBe(null);
    expect(untrainedSentence(before, { memory: null })).toBe(null);
  });

  it('has a place on an axis whose ends are 0 and all that was read', () => {
    expect(tokensText(Number.POSITIVE_INFINITY, memory)).toBe('more than 127');
    expect([0, 127, Number.POSITIVE_INFINITY].map((each) => onAxis(each, memory))).toEqual([0, 1, 1]);
    // ln 8 / ln 128 = 3 / 7.
    expect(onAxis(7, memory)).toBeCloseTo(3 / 7, 12);
  });
});

describe('the neurons of the longest memory', () => {
  it('are the longest hundredth, and all that remember as many whole tokens', () => {
    const halfLife = Float32Array.from({ length: 800 }, (_, neuron) =>
      neuron < 10 ? 20 + neuron / 20 : 1 + neuron / 1e4,
    );
    const many = { ...arrays, halfLife, interval: new Float32Array(1600), left: new Float32Array(1600) };
    const wide = { neurons: 800, memory };
    // The eighth from the longest is neuron 2, with 20.1 tokens; neuron 1 has more than 20 too.
    expect(longestMemories(wide, { memory: many }).map(({ neuron }) => neuron)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(longSentence(wide, { memory: many })).toBe('9 of 800 neurons remember more than 20 tokens');
  });

  it('lead the table when it is sorted so; who has none comes last', () => {
    const rows = rowsOf(atlas, map, tokens);
    const order = (descending: boolean) =>
      wished(rows, { ...firstWish, sort: 'memory', descending }).map(({ neuron }) => neuron);
    expect(order(true)).toEqual([0, 1, 2]);
    expect(order(false)).toEqual([2, 1, 0]);
  });
});

it('the table for download leaves empty what is beyond all that was read, and says so', () => {
  expect([memoryTable(atlas, { memory: endless }), memoryTable(atlas, map)]).toMatchSnapshot();
});

it('the level goes with the document where it does so by more than chance', () => {
  const counted = { ...atlas, documents: { count: 128, limit: 0.36 } };
  const of = (value: number) => {
    const own = { ...madeAtlas, atlas: counted, map: { ...map, document: Float32Array.of(value) } };
    return publishedProfileOf(own, 0).document;
  };
  expect([of(0.2), of(0.6)]).toEqual([null, expect.closeTo(0.6, 6)]);
  expect([documentSentence(0.6, counted), documentSentence(null, counted)]).toMatchSnapshot();
});

test('what earlier tokens put there: shares of the largest, of which the three largest are named', () => {
  const part = (position: number, value: number) => ({ position, value });
  const parts = [part(8, 0.02), part(7, -0.3), part(4, 0.6), part(2, 0.1), part(1, 0.2)];
  expect(strengths(parts)).toEqual([0, -0.5, 1, expect.closeTo(1 / 6, 12), expect.closeTo(1 / 3, 12)]);
  expect([strengths([]), strengths([part(0, 0)])]).toEqual([[], [0]]);
  const named = (...of: typeof parts) => largestParts(of, 9, (position) => `w${position}`);
  expect(named(...parts)).toBe(
    '“w4” 5 tokens before (+0.60), “w7” 2 tokens before (−0.30), “w1” 8 tokens before (+0.20)',
  );
  expect([named(part(8, 0.25)), named(part(8, 0.001))]).toEqual(['“w8” 1 token before (+0.25)', '']);
});
