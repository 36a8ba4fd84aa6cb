import { describe, expect, it } from 'vitest';
import { either, nearest } from '../../../runner/core/suggest.ts';

describe('nearest', () => {
  it.each([
    ['unts', 'units'],
    ['Cell', 'cell'],
    ['embeding', 'embedding'],
    ['xyz', null],
    ['ab', null],
  ])('finds for %s: %s', (word, expected) => {
    expect(nearest(word, ['units', 'cell', 'embedding', 'layers'])).toBe(expected);
  });
});

describe('either', () => {
  it('joins words as a sentence does', () => {
    expect([either([]), either(['a']), either(['a', 'b']), either(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ]);
  });
});
