import { describe, expect, it } from 'vitest';
import {
  documentSentence,
  longestMemories,
  longSentence,
  memorySentence,
  memoryTable,
  middleSentence,
  onAxis,
  rememberedBy,
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
const endless = { ...arrays, halfLife: Float32Array.of(Number.POSITIVE_INFINITY, 3, 1) };

describe('how long a neuron remembers', () => {
  it('is told with its interval, beside the middle neuron and untrained ones', () => {
    // Of 18.2 and 3 tokens the upper one is the middle.
    if (!first || !second) throw new Error('two neurons remember');
    expect(memorySentence(first, memory)).toBe('Remembers 18 tokens (13 to 25); untrained at most 3.0.');
    expect(memorySentence({ ...first, times: 6.07 }, memory)).toBe(
      'Remembers 18 tokens (13 to 25), 6.1 times as long as the middle neuron; untrained at most 3.0.',
    );
    expect(memorySentence(second, { ...memory, untrained: null })).toBe('Remembers 3.0 tokens (2.0 to 4.0).');
    expect(third).toBe(null);
  });

  it('beyond all that was read, is more than that', () => {
    expect(tokensText(Number.POSITIVE_INFINITY, memory)).toBe('more than 127');
    const unsure = { ...arrays, interval: Float32Array.of(40, Number.POSITIVE_INFINITY, 2, 4, 0, 2) };
    const [open] = rememberedBy(atlas, { memory: { ...unsure, halfLife: endless.halfLife } });
    if (!open) throw new Error('it remembers');
    expect(memorySentence(open, memory)).toBe('Remembers more than 127 tokens (at least 40); untrained at most 3.0.');
    const longUntrained = { ...memory, untrained: { longest: [null, 3], middle: [1, 1], limit: null, times: null } };
    expect(memorySentence(open, longUntrained)).toBe('Remembers more than 127 tokens (at least 40); untrained too.');
  });

  it('is not told of atlases of before', () => {
    const before = { ...atlas, memory: null };
    expect(rememberedBy(before, { memory: null })).toEqual([null, null, null]);
    expect(longSentence(before, { memory: null })).toBe(null);
    expect(untrainedSentence(before, { memory: null })).toBe(null);
  });

  it('has a place on an axis whose ends are 0 and all that was read', () => {
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

  it('stand beside the middle of all and of untrained networks', () => {
    expect(middleSentence(memory, arrays)).toBe('The middle one remembers 18 tokens, nine of ten at most 18.');
    // 18.2 is once the middle one, and untrained networks have up to 3 times.
    expect(untrainedSentence(atlas, map)).toBe(
      'In 2 untrained networks the middle neuron remembers 1.0 tokens, the longest 2.0 to 3.0, up to 3.0 times as long as the middle one. Here it is 1.0 times: that a few hold on longer is not shown to be learned.',
    );
    const few = { ...arrays, halfLife: Float32Array.of(40, 2, 2), interval: new Float32Array(6) };
    expect(untrainedSentence(atlas, { memory: few })).toMatch(/Here it is 20\.0 times: .* was learned\.$/);
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
  const lines = memoryTable(atlas, { memory: endless }).split('\r\n');
  expect(lines[0]).toBe('neuron,half-life (tokens),more than 127,low,high,left after 8,left after 32');
  expect(lines[1]).toBe('0,,yes,13.3,24.5,0.7,0.3');
  expect(memoryTable(atlas, map).split('\r\n')[3]).toBe('2,,,,,,');
});

it('the level goes with the document where it does so by more than chance', () => {
  const counted = { ...atlas, documents: { count: 128, limit: 0.36 } };
  const shard = madeAtlas.shard;
  const of = (value: number) =>
    publishedProfileOf({ atlas: counted, map: { ...map, document: Float32Array.of(value) }, shard, tokens }, 0)
      .document;
  expect([of(0.2), of(0.6)]).toEqual([null, expect.closeTo(0.6, 6)]);
  expect(documentSentence(0.6, counted)).toMatch(
    /\(r = 0\.60 over 128 documents, .* not compared with untrained networks\)\.$/,
  );
  expect(documentSentence(null, counted)).toBe('');
});
