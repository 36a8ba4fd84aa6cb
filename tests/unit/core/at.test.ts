import { expect, it } from 'vitest';
import { at } from '../../../runner/core/at.ts';

it('gives the element at an index, also one that is 0 or empty', () => {
  expect(at(Float32Array.of(1, 0), 1)).toBe(0);
  expect(at(['a', ''], 1)).toBe('');
});

it('refuses an index at which there is none', () => {
  for (const index of [-1, 2, 0.5]) expect(() => at([1, 2], index)).toThrow(`there is no element ${index} of 2`);
});
