import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../../runner/io/formats/texts/encoding.ts';

const decode = (...bytes: number[]): string => decodeText(Uint8Array.from(bytes));

describe('decodeText', () => {
  it('leaves the text as it is', () => {
    const text = '\n  Tabs\tand  spaces \r alone, cafe\u0301 😀 \ufffd \ufeff\n\n';
    expect(decodeText(Buffer.from(text))).toBe(text);
  });

  it('drops a byte order mark and the CR of CRLF', () => {
    expect(decode(0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x62)).toBe('a\nb');
  });

  it('refuses an empty file', () => {
    expect(() => decode()).toThrow('it is empty');
    expect(() => decode(0xef, 0xbb, 0xbf)).toThrow('it is empty');
  });

  it('names UTF-16', () => {
    expect(() => decode(0xff, 0xfe, 0x61, 0)).toThrow('it is UTF-16 text, and only UTF-8 is read');
    expect(() => decode(0xfe, 0xff, 0, 0x61)).toThrow('UTF-16');
  });

  it('says where a binary file shows itself', () => {
    expect(() => decode(0x61, 0x62, 0)).toThrow('it is not a text file: byte 2 is 0');
  });

  it('says which byte is not UTF-8', () => {
    expect(() => decode(0x61, 0xe9, 0x62)).toThrow('byte 1 (0xE9) is not valid UTF-8');
  });

  it('counts from the start of the file, past replacement characters and a byte order mark', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffé\ufffd😀\ufffd'), Buffer.of(0x80, 0x61)]);
    // 3 bytes of mark, then 2, 3, 4 and 3.
    expect(() => decodeText(bytes)).toThrow('byte 15 (0x80)');
  });

  it('refuses a character that ends too early', () => {
    expect(() => decode(0x61, 0xf0, 0x9f, 0x98)).toThrow('byte 1 (0xF0)');
  });
});
