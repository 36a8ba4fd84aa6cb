/** Files that are cut off or lie: each is refused with the reason, before it is believed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collect, expected, vectorFile } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function complaint(content: string | Uint8Array): Promise<string> {
  writeFileSync(join(folder, 'damaged'), content);
  try {
    await collect('damaged', expected.words, folder);
  } catch (error) {
    expect(error).toHaveProperty('exitCode', 2);
    return (error as Error).message;
  }
  throw new Error('the file was accepted');
}

const text = readFileSync(vectorFile('word2vec.txt'), 'utf8');
const binary = readFileSync(vectorFile('word2vec.bin'));
const matrix = readFileSync(vectorFile('in-metadata.safetensors'));

/** The same file with a 32-bit float replaced in the vector of "the". */
function binaryWith(value: number): Buffer {
  const copy = Buffer.from(binary);
  copy.writeFloatLE(value, copy.indexOf('the ') + 4 + 8);
  return copy;
}

describe('a damaged file of vectors', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'it is empty'],
    ['zeros', new Uint8Array(3000), 'like no format'],
    ['one word alone', 'the', 'line 1 is not a word with its numbers'],
    ['a word without numbers', 'the cat sat\n', 'line 1 is not a word with its numbers'],
    ['a line with too few numbers', text.replace(/^(Elizabeth( \S+){3}) .*$/m, '$1'), 'line 5 has 3 numbers, not 5'],
    ['NaN', text.replace(/^the \S+/m, 'the nan'), 'and its second has 4'],
    [
      'NaN further down',
      text.replace(/^mother \S+/m, 'mother nan'),
      'line 10 holds "nan", which is not a finite number',
    ],
    ['a number beyond float32', text.replace(/^mother \S+/m, 'mother 1e39'), 'line 10 holds "1e39"'],
    ['a first line that says more words', text.replace('10 5', '11 5'), 'says 11 words, and it holds 10'],
    ['a first line that says fewer words', text.replace('10 5', '9 5'), 'says 9 words, and it holds 10'],
    [
      'a first line that says fewer numbers',
      text.replace('10 5', '10 4'),
      'says 4 numbers a word, and its second has 5',
    ],
    ['an end in the middle of a line', text.slice(0, -60), 'ends in the middle of line 11'],
    ['an endless line', 'a'.repeat(5e6), 'is not a word with its numbers'],
    ['an endless second line', `a 1 2\n${'b'.repeat(9e6)}`, 'line 2 is longer than'],
    ['a binary file cut off', binary.subarray(0, -30), 'it ends after 8 of the 10 words'],
    [
      'a binary file with a huge first line',
      Buffer.concat([Buffer.from('999999999999 300\n'), binary.subarray(5)]),
      'bytes at least',
    ],
    [
      'a binary file of fewer words than it has',
      Buffer.concat([Buffer.from('9 5\n'), binary.subarray(5)]),
      'goes on after the 9 words',
    ],
    ['a binary file with NaN', binaryWith(Number.NaN), 'the vector of "the" is not of finite numbers'],
    [
      'a binary file with infinity',
      binaryWith(Number.POSITIVE_INFINITY),
      'the vector of "the" is not of finite numbers',
    ],
    ['no words of no numbers', Buffer.from('0 0\n\x01 \x02\x03'), 'says 0 words of 0 numbers'],
    ['safetensors cut off', matrix.subarray(0, -4), 'takes 200 bytes, and 196 are there'],
    [
      'safetensors with a header of 2^55 bytes',
      Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 128, 0]), matrix.subarray(8)]),
      'its header claims',
    ],
    ['a pickle cut off', readFileSync(vectorFile('gensim-4.kv')).subarray(0, 300), 'ends too early'],
  ])('of %s is refused', async (_, content, why) => {
    // Sentences begin with a capital.
    expect(await complaint(content)).toContain(why.slice(1));
  });
});
