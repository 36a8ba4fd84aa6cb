import { expect, it } from 'vitest';
import { colouredLines } from '../../../../runner/cli/terminal/reporter.ts';

const text = { title: 'It writes:', tokens: ['a', ' ', 'b', '\n', 'c'], range: [0, 1], theme: 'dark' } as const;

it('shows the text alone where there are no colours, and nothing that a terminal would obey', () => {
  const shown = colouredLines(
    { ...text, tokens: [...text.tokens, '\x1b[2J'], values: [0, 1, 0, 0, 0, 0] },
    { width: 40, level: 0 },
  );
  expect(shown[0]).toBe('It writes:');
  expect(shown.slice(1, 3).map((line) => line.slice(0, 6))).toEqual(['  a b⏎', expect.stringMatching(/^ {2}c/)]);
  expect(shown.join('')).not.toContain('\x1b');
});

it('paints each token in the colour of its activation', () => {
  const [, first = ''] = colouredLines({ ...text, values: [1, 0, 0, 0, 0] }, { width: 40, level: 3 });
  // Full orange of the dark theme, then its paper.
  expect(first).toContain('\x1b[48;2;239;140;40m');
  expect(first).toContain('\x1b[48;2;24;26;30m');
});

it('breaks lines at the width', () => {
  const tokens = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 'word' : ' '));
  const lines = colouredLines({ ...text, tokens, values: null }, { width: 20, level: 3 });
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
});
