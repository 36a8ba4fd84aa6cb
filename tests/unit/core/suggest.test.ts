import { expect, it } from 'vitest';
import { nearest } from '../../../runner/core/suggest.ts';

it.each([
  ['unts', 'units'],
  ['Cell', 'cell'],
  ['embeding', 'embedding'],
  ['xyz', null],
  ['ab', null],
])('the word that was meant by %s is %s', (word, expected) => {
  expect(nearest(word, ['units', 'cell', 'embedding', 'layers'])).toBe(expected);
});
