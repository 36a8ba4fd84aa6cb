import { expect, it } from 'vitest';
import { pieceToken, withSpaces } from '../../../runner/core/cut.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it('a piece of a text is its characters, and its bytes where it ends within one, which stands at the last piece of it', () => {
  expect(pieceToken(bytesOf('\ufeff the'))).toBe('\ufeff the');
  expect(pieceToken(bytesOf(' \u201c').subarray(0, 3))).toBe('<0x20><0xE2><0x80>');
  expect(pieceToken(Uint8Array.of(10, 0xff))).toBe('<0x0A><0xFF>');
  expect(withSpaces(['a', '<0xE2><0x80>', '<0x9C>', 'b'], 'subword')).toEqual(['a', '', '\u201c', 'b']);
  expect(withSpaces(['a', '<0xE2>', 'b', '<#7>'], 'subword')).toEqual(['a', '', '\ufffdb', '<#7>']);
});
