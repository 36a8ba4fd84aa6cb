import { expect, it } from 'vitest';
import { markFeature } from '../../../../../runner/text/labels/features.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';
import { aTools } from '../a-tools.ts';

function long(low: number, high: number | null, text: string): string[] {
  const tokens = tokenize(text, 'word');
  const marks = markFeature({ name: 'length', wordLength: [low, high] }, tokens, aTools());
  return tokens.filter((_, position) => marks[position] === 1);
}

it('words of a length are found, both ends included', () => {
  expect(long(2, 3, 'I am the very best')).toEqual(['am', 'the']);
  expect(long(4, null, 'I am the very best 1984')).toEqual(['very', 'best', '1984']);
});

it('spaces and marks have no length', () => {
  expect(long(1, 1, 'a, "b" — 😀 c')).toEqual(['a', 'b', 'c']);
});

it('characters outside the basic plane count as one', () => {
  expect(long(2, 2, '𝒜𝒷 𠀀 été')).toEqual(['𝒜𝒷']);
});
