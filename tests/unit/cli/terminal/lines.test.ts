import { expect, it } from 'vitest';
import { layout } from '../../../../runner/cli/terminal/lines.ts';

const texts = (tokens: string[], width: number) =>
  layout(tokens, width).map(({ pieces }) => pieces.map(({ text }) => text).join(''));

it.each<[string, string[], number, string[]]>([
  ['break after spaces', ['one', ' ', 'two', ' ', 'three'], 8, ['one two ', 'three']],
  ['break words that are longer, and drop nothing', ['abcdefgh', '  ', 'i'], 3, ['abc', 'def', 'gh ', ' i']],
  ['break at line breaks, which are shown', ['a', '\n', '\n', 'b', '\n'], 10, ['a⏎', '⏎', 'b⏎']],
  ['count wide characters as two columns', ['漢字漢'], 5, ['漢字', '漢']],
  ['come to an end where a character is wider', ['漢字'], 1, ['漢', '字']],
  ['keep combining marks with their letters', ['abe', '\u0301', 'f'], 3, ['abe\u0301', 'f']],
])('lines %s', (_, tokens, width, lines) => {
  expect(texts(tokens, width)).toEqual(lines);
});

it('lines know which token each piece belongs to, and never exceed the width', () => {
  const [pieces, others] = [
    [
      { token: 0, text: 'ab' },
      { token: 1, text: ' ' },
    ],
    [{ token: 2, text: 'cd' }],
  ];
  expect(layout(['ab', ' ', 'cd'], 3)).toEqual([
    { width: 3, pieces },
    { width: 2, pieces: others },
  ]);
  const lines = layout(['a', ' ', '漢字漢字', ' ', '🙂', '👩‍👩‍👧', 'مرحبا'], 5);
  expect(lines.every(({ width }) => width <= 5)).toBe(true);
});
