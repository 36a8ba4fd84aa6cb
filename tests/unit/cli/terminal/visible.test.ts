import { expect, it } from 'vitest';
import { visible } from '../../../../runner/cli/terminal/visible.ts';

it.each([
  ['escape sequences', '\x1b[31mred\x07\x00\x7f\x9b2J', '␛[31mred␇␀␡\ufffd2J'],
  ['line breaks and tabs', 'a\nb\r\nc\td\re', 'a⏎b⏎c⇥d␍e'],
  [
    'marks that reorder or hide text, and halves of characters',
    'a\u202eb\u2066c\u200bd\u2028e\ufefff\ud800g',
    'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg',
  ],
  ['letters', '<script> e\u0301 漢字 👩‍👩‍👧 مرحبا', '<script> e\u0301 漢字 👩‍👩‍👧 مرحبا'],
])('shows %s', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});
