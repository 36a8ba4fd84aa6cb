import { describe, expect, it } from 'vitest';
import { layout } from '../../../../runner/cli/terminal/lines.ts';

const texts = (tokens: string[], width: number) =>
  layout(tokens, width).map(({ pieces }) => pieces.map(({ text }) => text).join(''));

describe('layout', () => {
  it('breaks lines after spaces', () => {
    expect(texts(['one', ' ', 'two', ' ', 'three'], 8)).toEqual(['one two ', 'three']);
  });

  it('remembers which token each piece belongs to', () => {
    expect(layout(['ab', ' ', 'cd'], 3)).toEqual([
      {
        width: 3,
        pieces: [
          { token: 0, text: 'ab' },
          { token: 1, text: ' ' },
        ],
      },
      { width: 2, pieces: [{ token: 2, text: 'cd' }] },
    ]);
  });

  it('breaks words that are longer than a line, and drops nothing', () => {
    expect(texts(['abcdefgh', '  ', 'i'], 3)).toEqual(['abc', 'def', 'gh ', ' i']);
  });

  it('shows line breaks and obeys them', () => {
    expect(texts(['a', '\n', '\n', 'b', '\n'], 10)).toEqual(['a⏎', '⏎', 'b⏎']);
  });

  it('counts wide characters as two columns and never exceeds the width', () => {
    const lines = layout(['a', ' ', '漢字漢字', ' ', '🙂', '👩‍👩‍👧', 'مرحبا'], 5);
    expect(lines.every(({ width }) => width <= 5)).toBe(true);
    expect(texts(['漢字漢'], 5)).toEqual(['漢字', '漢']);
  });

  it('keeps combining marks with their letters, even as tokens of their own', () => {
    expect(texts(['abe', '\u0301', 'f'], 3)).toEqual(['abe\u0301', 'f']);
  });

  it('comes to an end when a character is wider than the line', () => {
    expect(texts(['漢字'], 1)).toEqual(['漢', '字']);
  });
});
