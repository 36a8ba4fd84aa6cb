/** Files that are cut off or lie: each is refused with the reason, before it is believed. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../text/temporary-folder.ts';
import { collect, expected, vectorFile } from './fixture.ts';

const folder = temporaryFolder();

const text = readFileSync(vectorFile('word2vec.txt'), 'utf8');
const binary = readFileSync(vectorFile('word2vec.bin'));
const matrix = readFileSync(vectorFile('in-metadata.safetensors'));

/** The binary file with another first line. */
const headed = (line: string) => Buffer.concat([Buffer.from(line), binary.subarray(binary.indexOf('\n'))]);

/** The binary file with a 32-bit float replaced in the vector of "the". */
function binaryWith(value: number): Buffer {
  const copy = Buffer.from(binary);
  copy.writeFloatLE(value, copy.indexOf('the ') + 4 + 8);
  return copy;
}

it.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'it is empty'],
  ['zeros', new Uint8Array(3000), 'like no format'],
  ['one word alone', 'the', 'line 1 is not a word with its numbers'],
  ['a word without numbers', 'the cat sat\n', 'line 1 is not a word with its numbers'],
  ['a line with too few numbers', text.replace(/^(Elizabeth( \S+){3}) .*$/m, '$1'), 'line 5 has 3 numbers, not 5'],
  ['NaN', text.replace(/^the \S+/m, 'the nan'), 'and its second has 4'],
  ['NaN further down', text.replace(/^mother \S+/m, 'mother nan'), 'line 10 holds "nan", which is not a finite'],
  ['a number beyond float32', text.replace(/^mother \S+/m, 'mother 1e39'), 'line 10 holds "1e39"'],
  ['a first line that says more words', text.replace('10 5', '11 5'), 'says 11 words, and it holds 10'],
  ['a first line that says fewer words', text.replace('10 5', '9 5'), 'says 9 words, and it holds 10'],
  ['a first line that says fewer numbers', text.replace('10 5', '10 4'), 'says 4 numbers a word, and its second'],
  ['an end in the middle of a line', text.slice(0, -60), 'ends in the middle of line 11'],
  ['an endless line', 'a'.repeat(5e6), 'is not a word with its numbers'],
  ['an endless second line', `a 1 2\n${'b'.repeat(9e6)}`, 'line 2 is longer than'],
  ['a binary file cut off', binary.subarray(0, -30), 'it ends after 8 of the 10 words'],
  ['a binary file with a huge first line', headed('999999999999 300'), 'bytes at least'],
  ['a binary file of fewer words than it has', headed('9 5'), 'goes on after the 9 words'],
  ['a binary file with an empty word', Buffer.from('2 1\n \x01\x02\x03\x04\na \x01\x02\x03\x04'), 'word 1 is empty'],
  ['a binary file with NaN', binaryWith(Number.NaN), 'the vector of "the" is not of finite numbers'],
  ['a binary file with infinity', binaryWith(Number.POSITIVE_INFINITY), 'vector of "the" is not of finite numbers'],
  ['no words of no numbers', Buffer.from('0 0\n\x01 \x02\x03'), 'says 0 words of 0 numbers'],
  ['safetensors cut off', matrix.subarray(0, -4), 'takes 200 bytes, and 196 are there'],
  [
    'safetensors with a header of 2^55 bytes',
    Buffer.concat([Buffer.of(0, 0, 0, 0, 0, 0, 128, 0), matrix.subarray(8)]),
    'its header claims',
  ],
  ['a pickle cut off', readFileSync(vectorFile('gensim-4.kv')).subarray(0, 300), 'ends too early'],
])('a file of vectors that is %s is refused', async (_, content, why) => {
  const attempt = collect(folder.write('damaged', content), expected.words, folder.path);
  // Sentences begin with a capital.
  await expect(attempt).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(why.slice(1)) });
});
