import { describe, expect, it } from 'vitest';
import { joinTokens, pieceToken, withSpaces } from '../../../runner/core/cut.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a piece of a text', () => {
  it('is its characters, and its bytes where it ends within one', () => {
    expect(pieceToken(bytesOf(' the'))).toBe(' the');
    expect(pieceToken(bytesOf('\u201c'))).toBe('\u201c');
    expect(pieceToken(bytesOf(' \u201c').subarray(0, 3))).toBe('<0x20><0xE2><0x80>');
    expect(pieceToken(Uint8Array.of(10, 0xff))).toBe('<0x0A><0xFF>');
  });

  it('joins with the others to the text, wherever that was cut', () => {
    const text = 'a \u201c\u65e5\u672c\ud83d\ude00\u201d <x> na\u00efve';
    const bytes = bytesOf(text);
    for (const size of [1, 2, 3, 5]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        pieceToken(bytes.subarray(i * size, (i + 1) * size)),
      );
      expect(joinTokens(pieces, 'subword')).toBe(text);
    }
  });

  it('shows a character at the last piece of it', () => {
    expect(withSpaces(['a', '<0xE2><0x80>', '<0x9C>', 'b'], 'subword')).toEqual(['a', '', '\u201c', 'b']);
    expect(withSpaces(['a', '<0xE2>', 'b', '<#7>'], 'subword')).toEqual(['a', '', '\ufffdb', '<#7>']);
  });
});
