import { expect, it } from 'vitest';
import { indentation } from '../../../../../runner/text/labels/kinds/indentation.ts';

const tokens = Array.from('a\n  b c\n\t\td\n    \ne');
const tools = {} as never;

it('is that of the line, from its first other character on, and of nothing before it', () => {
  const numbers = indentation.numbers?.of({ name: 'a', indentation: [0, null] } as never, tokens, tools) ?? [];
  expect(Array.from(numbers, (each) => (Number.isNaN(each) ? '-' : each)).join('')).toBe('0---222---2------0');
});

it('is asked within a range', () => {
  const mask = indentation.mark({ name: 'a', indentation: [1, 3] } as never, tokens, tools);
  expect(Array.from(mask as Uint8Array).join('')).toBe('000011100010000000');
  expect(Array.from(indentation.mark({ name: 'a', indentation: [0, 0] } as never, tokens, tools)).join('')).toBe(
    '100000000000000001',
  );
});
