import { describe, expect, it } from 'vitest';
import { visible } from '../../../../runner/cli/terminal/visible.ts';

describe('visible', () => {
  it('shows escape sequences instead of passing them on', () => {
    expect(visible('\x1b[31mred\x07\x00\x7f')).toBe('␛[31mred␇␀␡');
    expect(visible('\x9b2J')).toBe('\ufffd2J');
  });

  it('shows line breaks and tabs', () => {
    expect(visible('a\nb\r\nc\td\re')).toBe('a⏎b⏎c⇥d␍e');
  });

  it('replaces marks that reorder or hide text, and halves of characters', () => {
    expect(visible('a\u202eb\u2066c\u200bd\u2028e\ufefff\ud800g')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg');
  });

  it('leaves letters, combining marks, emoji and Arabic alone', () => {
    const text = '<script> &amp; e\u0301 漢字 👩‍👩‍👧 مرحبا';
    expect(visible(text)).toBe(text);
  });
});
