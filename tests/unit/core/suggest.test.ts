import { describe, expect, it } from 'vitest';
import { nearest } from '../../../runner/core/suggest.ts';

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
