import { expect, it } from 'vitest';
import { decodeBytes, decodeText } from '../../../../../runner/io/formats/texts/encoding.ts';
import { all, bytesOf } from './read-text.ts';

async function decode(content: Uint8Array, encoding?: string) {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const text = (await all(decodeBytes(bytesOf('a.txt', content), { encoding, warn }))).join('');
  return { text, warnings };
}

const sample = '\n  Tabs\tand \r alone, cafe\u0301 é 猫 😀 \ufffd \ufeff\r\nend\r';
const read = sample.replace('\r\n', '\n');
const wide = Buffer.from(`\ufeff${sample}`, 'utf16le');
const after = (text: string, ...bytes: number[]) => Buffer.concat([Buffer.from(text), Buffer.of(...bytes)]);

it.each<[string, Uint8Array, text: string, encoding?: string]>([
  ['utf-8', Buffer.from(sample), read],
  ['utf-8 with a byte order mark', Buffer.from(`\ufeff${sample}`), read],
  ['utf-16le with a mark', wide, read],
  ['utf-16be with a mark', Buffer.from(wide).swap16(), read],
  ['an encoding that is named', Buffer.from('né', 'utf16le'), 'né', 'utf-16le'],
  ['another one', Buffer.of(0xcf, 0xf0), 'Пр', 'windows-1251'],
  ['what XML declares', after('<?xml encoding="windows-1251"?>', 0xcf), '<?xml encoding="windows-1251"?>П'],
  ['what HTML declares', after('<meta charset=iso-8859-2>', 0xb1), '<meta charset=iso-8859-2>ą'],
  ['a short text', Buffer.from('a'), 'a'],
  ['a short text with a mark', Buffer.of(0xff, 0xfe, 0x61, 0), 'a'],
])('text is decoded: %s', async (name, content, text, encoding) => {
  expect(await decode(content, encoding)).toEqual({ text, warnings: [] });
  if (name.startsWith('utf-8')) expect(decodeText(content)).toBe(text);
});

it('text of more than a megabyte is decoded, wherever it is cut', async () => {
  for (let before = 0; before < Buffer.byteLength(sample); before++) {
    const long = `${'x'.repeat((1 << 20) - before)}${sample}`;
    expect((await decode(Buffer.from(long))).text === long.replace('\r\n', '\n'), `${before} before`).toBe(true);
  }
});

it('an encoding that nothing tells is windows-1252, and the reader is told', async () => {
  expect((await decode(Buffer.of(0x63, 0xe9))).text).toBe('cé');
  const said =
    'a.txt is not UTF-8 (byte 0 (0x93) is not valid UTF-8): it is read as windows-1252. ' +
    'If letters come out wrong, name its encoding with corpus.encoding.';
  expect(await decode(Buffer.of(0x93, 0x61, 0xe9, 0x94, 0x80))).toEqual({ text: '“aé”€', warnings: [said] });
});

it.each<[string, Uint8Array, why: string, encoding?: string]>([
  ['another encoding than is named', after('a', 0xe9), 'a.txt cannot be read. It is not utf-8 text', 'utf-8'],
  ['half of one', Buffer.of(0x61), 'It is not utf-16le text', 'utf-16le'],
  ['a zero', Buffer.of(0), 'not a text file'],
  ['a zero further on', after('ab', 0), 'a.txt cannot be read. It is not a text file: byte 2 is 0'],
  ['a sign that windows-1252 lacks', after('a', 0xe9, 1), 'byte 2 (0x01) is not windows-1252'],
  ['another one', after('a', 0xe9, 0x81, 0x62), 'byte 2 (0x81) is not windows-1252'],
  ['damaged UTF-8 behind good', after('\ufeffé\ufffd😀', 0x80, 0x61), 'byte 12 (0x80) is not valid UTF-8'],
])('bytes that are no text are refused: %s', async (_, content, why, encoding) => {
  await expect(decode(content, encoding)).rejects.toThrow(why);
});

it.each<[string, Uint8Array, string]>([
  ['nothing', Buffer.of(), 'it is empty'],
  ['UTF-16', Buffer.of(0xff, 0xfe, 0x61, 0), 'byte 0 (0xFF)'],
  ['a binary file', after('ab', 0), 'byte 2 (0x00)'],
  ['another encoding', after('a', 0xe9, 0x62), 'byte 1 (0xE9)'],
  // 3 bytes of mark, then 2, 3, 4 and 3.
  ['damaged UTF-8', after('\ufeffé\ufffd😀\ufffd', 0x80, 0x61), 'byte 15 (0x80)'],
  ['a character that ends too early', after('a', 0xf0, 0x9f, 0x98), 'byte 1 (0xF0)'],
])('where nothing but UTF-8 may stand %s is refused, with the place', (_what, bytes, why) => {
  expect(() => decodeText(bytes)).toThrow(why);
});
