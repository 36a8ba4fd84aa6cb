import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../../runner/io/formats/texts/encoding.ts';
import { all, bytesOf } from './read-text.ts';

async function decode(content: Uint8Array, encoding?: string) {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const text = (await all(decodeBytes(bytesOf('a.txt', content), { encoding, warn }))).join('');
  return { text, warnings };
}

const sample = '\n  Tabs\tand \r alone, cafe\u0301 é 猫 😀 \ufffd \ufeff\r\nend\r';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('text is decoded', () => {
  const encoded: [string, Buffer][] = [
    ['utf-8', Buffer.from(sample)],
    ['utf-8 with a byte order mark', Buffer.from(`\ufeff${sample}`)],
    ['utf-16le with a mark', Buffer.from(`\ufeff${sample}`, 'utf16le')],
    ['utf-16be with a mark', swapped(Buffer.from(`\ufeff${sample}`, 'utf16le'))],
  ];
  it.each(encoded)('%s', async (_, content) => {
    expect(await decode(content)).toEqual({ text: sample.replace('\r\n', '\n'), warnings: [] });
  });

  it('of more than a megabyte, wherever it is cut', async () => {
    for (let before = 0; before < Buffer.byteLength(sample); before++) {
      const long = `${'x'.repeat((1 << 20) - before)}${sample}`;
      expect((await decode(Buffer.from(long))).text === long.replace('\r\n', '\n'), `${before} before`).toBe(true);
    }
  });
});

describe('an encoding', () => {
  it('may be named', async () => {
    expect((await decode(Buffer.from('né', 'utf16le'), 'utf-16le')).text).toBe('né');
    expect((await decode(Buffer.of(0xcf, 0xf0), 'windows-1251')).text).toBe('Пр');
  });

  it('that is wrong is refused', async () => {
    await expect(decode(Buffer.of(0x61, 0xe9), 'utf-8')).rejects.toThrow('a.txt cannot be read. It is not utf-8 text');
    await expect(decode(Buffer.of(0x61), 'utf-16le')).rejects.toThrow('It is not utf-16le text');
  });

  it('is taken from what XML and HTML declare', async () => {
    const xml = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>'), Buffer.of(0xcf)]);
    expect(await decode(xml)).toMatchObject({ text: expect.stringMatching(/П$/), warnings: [] });
    const html = Buffer.concat([Buffer.from('<meta charset=iso-8859-2>'), Buffer.of(0xb1)]);
    expect(await decode(html)).toMatchObject({ text: expect.stringMatching(/ą$/), warnings: [] });
  });

  it('that nothing tells is windows-1252, and the reader is told', async () => {
    const { text, warnings } = await decode(Buffer.of(0x93, 0x61, 0xe9, 0x94, 0x80));
    expect(text).toBe('“aé”€');
    expect(warnings).toEqual([
      'a.txt is not UTF-8 (byte 0 (0x93) is not valid UTF-8): it is read as windows-1252. ' +
        'If letters come out wrong, name its encoding with corpus.encoding.',
    ]);
  });
});

it('short texts are told from the marks of encodings', async () => {
  expect((await decode(Buffer.from('a'))).text).toBe('a');
  expect((await decode(Buffer.of(0x63, 0xe9))).text).toBe('cé');
  expect((await decode(Buffer.of(0xff, 0xfe, 0x61, 0))).text).toBe('a');
  await expect(decode(Buffer.of(0))).rejects.toThrow('not a text file');
});

describe('bytes that are no text', () => {
  it('say where they show it', async () => {
    await expect(decode(Buffer.of(0x61, 0x62, 0))).rejects.toThrow(
      'a.txt cannot be read. It is not a text file: byte 2 is 0',
    );
    await expect(decode(Buffer.of(0x61, 0xe9, 1))).rejects.toThrow('byte 2 (0x01) is not windows-1252');
    await expect(decode(Buffer.of(0x61, 0xe9, 0x81, 0x62))).rejects.toThrow('byte 2 (0x81) is not windows-1252');
  });

  it('are damaged UTF-8 where good UTF-8 comes before', async () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffé\ufffd😀'), Buffer.of(0x80, 0x61)]);
    await expect(decode(bytes)).rejects.toThrow('byte 12 (0x80) is not valid UTF-8');
  });
});
