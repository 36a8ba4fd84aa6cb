import { expect, it } from 'vitest';
import { decodeText } from '../../../../../runner/io/formats/texts/encoding.ts';

it.each([
  [
    'as it is',
    '\n  Tabs\tand  spaces \r alone, cafe\u0301 😀 \ufffd\n\n',
    '\n  Tabs\tand  spaces \r alone, cafe\u0301 😀 \ufffd\n\n',
  ],
  ['without a byte order mark and the CR of CRLF', '\ufeffa\r\nb', 'a\nb'],
])('a text is read %s', (_what, written, text) => {
  expect(decodeText(Buffer.from(written))).toBe(text);
});

it.each<[string, Uint8Array, string]>([
  ['nothing', Buffer.of(), 'it is empty'],
  ['UTF-16', Buffer.of(0xff, 0xfe, 0x61, 0), 'byte 0 (0xFF)'],
  ['a binary file', Buffer.of(0x61, 0x62, 0), 'byte 2 (0x00)'],
  ['another encoding', Buffer.of(0x61, 0xe9, 0x62), 'byte 1 (0xE9)'],
  // 3 bytes of mark, then 2, 3, 4 and 3.
  ['damaged UTF-8', Buffer.concat([Buffer.from('\ufeffé\ufffd😀\ufffd'), Buffer.of(0x80, 0x61)]), 'byte 15 (0x80)'],
  ['a character that ends too early', Buffer.of(0x61, 0xf0, 0x9f, 0x98), 'byte 1 (0xF0)'],
])('%s is refused, with the place', (_what, bytes, why) => {
  expect(() => decodeText(bytes)).toThrow(why);
});
