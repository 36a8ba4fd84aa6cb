import { expect, it } from 'vitest';
import { textsOf } from '../../../../../runner/io/formats/texts/kinds.ts';
import { all, bytesOf } from './read-text.ts';

const read = async (text: string, length: number) =>
  (await all(textsOf(bytesOf('a.txt', Buffer.from(text), length), { warn: () => {} }).texts)).join('');

it('texts whose only line ends are CR or U+2028 have lines', async () => {
  for (const length of [1, 7, 1000]) {
    expect(await read('one\rtwo\r\rthree\r', length)).toBe('one\ntwo\n\nthree\n');
    expect(await read('one\u2028two\u2029', length)).toBe('one\ntwo\n');
    expect(await read('', length)).toBe('');
    expect(await read('no end', length)).toBe('no end');
  }
  const long = `${'x'.repeat(100_000)}\rend\r`;
  expect(await read(long, 4096)).toBe(long.replaceAll('\r', '\n'));
});

it('texts that have LF are as they are', async () => {
  const mixed = 'a \r alone\nand \u2028 too\r';
  for (const length of [1, 7, 1000]) expect(await read(mixed, length)).toBe(mixed);
});
