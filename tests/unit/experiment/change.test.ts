import { describe, expect, it } from 'vitest';
import { at } from '../../../runner/core/at.ts';
import { beginnings, changeKey, log2FrequencyRatio } from '../../../runner/experiment/change.ts';

/** A text that is there twice, and how deep in parentheses each of its tokens is. */
const tokens = [...'ab(cd)e((fg)h)(ij', ...'ab(cd)e((fg)h)(ij'];
const depth = [0, 0, 0, 1, 1, 0, 0, 0, 1, 2, 2, 1, 1, 0, 0, 1, 1];
const values = Float32Array.of(...depth, ...depth);

it.each([
  ['go from before the state begins to before its number falls', [2, 9], [0, 17], ['(cd', '((fg']],
  ['are as long as asked', [5, 9], [0, 17], ['((fg)h']],
  ['are one of each stretch', [4, 4], [0, 17], ['((fg']],
  ['lie in one segment', [2, 9], [0, 4, 17], ['((fg']],
  ['are each there once', [2, 9], [0, 17, 34], ['(cd', '((fg']],
] as const)('the beginnings that are continued %s', (_, lengths, bounds, expected) => {
  const segments = bounds.slice(1).map((end, index) => [at(bounds, index), end - at(bounds, index)] as const);
  const found = beginnings({ tokens, values, segments, lengths });
  expect(found.map(([from, end]) => tokens.slice(from, end).join(''))).toEqual(expected);
});

it('a word leans by how much more frequent it is where the state holds', () => {
  const words = ['in', 'in', 'in', 'out', 'out', 'in', 'rare', '.'];
  const lean = log2FrequencyRatio({ tokens: words, values: [1, 1, 1, 0, 0, 0, 1, 1] }, (word) => word !== '.', 2);
  // (3 + 2) of (4 + 4) inside, (1 + 2) of (3 + 4) outside.
  expect(lean('in')).toBeCloseTo(Math.log2(5 / 8 / (3 / 7)), 12);
  expect(lean('out')).toBeCloseTo(Math.log2(2 / 8 / (4 / 7)), 12);
  expect([lean('rare'), lean('.'), lean('unseen')]).toEqual([0, 0, 0]);
});

describe('what was written with a neuron held is kept for the same', () => {
  const known = {
    checkpoint: {
      architecture: { units: 8 },
      weights: { w: { shape: [2], data: Float32Array.of(1, 2) } },
      vocabulary: ['a', 'b'],
    },
    observed: {
      ids: Int32Array.of(0, 1, 1, 0),
      before: Int32Array.of(),
      segments: [[0, 4]],
      documentOfSegment: [0],
      documents: [{ hash: 'one', source: 'text.txt' }],
    },
    warmUp: 1,
    corpus: { unit: 'word' },
  };
  const led = {
    claim: { layer: 1, component: 'hidden', neuron: 3 },
    feature: { name: 'quoted', nesting: 'quotes' },
    values: Uint8Array.of(0, 1, 1, 0),
  };
  // Of a context and of a claim it looks at no more than this.
  const keyOf = (context: object, claim: object = led) => changeKey(context as never, claim as never);
  const read = (changes: object) => ({ ...known, observed: { ...known.observed, ...changes } });

  it('model, text, neuron and feature', () => {
    expect(keyOf({ ...read({}), reporter: null })).toBe(keyOf(known));
  });

  it.each<[string, object, object?]>([
    ['warm-up', { ...known, warmUp: 2 }],
    [
      'segments',
      read({
        segments: [
          [0, 2],
          [2, 2],
        ],
      }),
    ],
    ['what is read before each segment', read({ before: Int32Array.of(1) })],
    ['text', read({ ids: Int32Array.of(0, 1, 1, 1) })],
    ['documents', read({ documents: [{ hash: 'two', source: 'text.txt' }] })],
    ['kind of token', { ...known, corpus: { unit: 'character' } }],
    ['vocabulary', { ...known, checkpoint: { ...known.checkpoint, vocabulary: ['a', 'c'] } }],
    ['marks', known, { ...led, values: Uint8Array.of(0, 1, 0, 0) }],
    ['neuron', known, { ...led, claim: { ...led.claim, neuron: 4 } }],
  ])('and not for another %s', (_, context, claim) => {
    expect(keyOf(context, claim)).not.toBe(keyOf(known));
  });
});
