import { expect, it } from 'vitest';
import { markFeature } from '../../../../../runner/text/labels/features.ts';
import { indentation } from '../../../../../runner/text/labels/kinds/indentation.ts';
import { aTools } from '../a-tools.ts';

const tokens = Array.from('a\n  b c\n\t\td\n    \ne');
const tools = {} as never;

it('is that of the line, from its first other character on, and of nothing before it', () => {
  const numbers = indentation.numbers?.of({ name: 'a', indentation: [0, null] } as never, tokens, tools) ?? [];
  expect(Array.from(numbers, (each) => (Number.isNaN(each) ? '-' : each)).join('')).toBe('0---222---2------0');
});

it('is asked within a range', () => {
  const marked = (low: number, high: number) =>
    markFeature({ name: 'a', indentation: [low, high] }, tokens, aTools({ unit: 'character' })).join('');
  expect(marked(1, 3)).toBe('000011100010000000');
  expect(marked(0, 0)).toBe('100000000000000001');
});
