import { expect, it } from 'vitest';
import { carriers } from '../a-tools.ts';

it.each<[string, low: number, high: number | null, string, string[]]>([
  ['both ends included', 2, 3, 'I am the very best', ['am', 'the']],
  ['without an end', 4, null, 'I am the very best 1984', ['very', 'best', '1984']],
  ['spaces and marks have none', 1, 1, 'a, "b" — 😀 c', ['a', 'b', 'c']],
  ['characters outside the basic plane count as one', 2, 2, '𝒜𝒷 𠀀 été', ['𝒜𝒷']],
])('words of a length are found: %s', (_, low, high, text, expected) => {
  expect(carriers({ wordLength: [low, high] }, text)).toEqual(expected);
});
