import { expect, test } from 'vitest';
import { direction } from '../../../../site/words/token.ts';

test('the majority of letters decides which way a text runs', () => {
  expect(direction(['He', ' ', 'said', ' ', 'مرحبا'])).toBe('ltr');
  expect(direction(['قال', ' ', 'مرحبا', ' ', 'OK'])).toBe('rtl');
  expect(direction(['שלום'])).toBe('rtl');
});

test('a text without letters runs left to right', () => {
  expect(direction(['.', ' ', '3'])).toBe('ltr');
  expect(direction([])).toBe('ltr');
});
