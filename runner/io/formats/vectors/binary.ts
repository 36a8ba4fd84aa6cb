/**
 * word2vec's own binary format: a line with the counts of words and numbers, then each word, a space, its numbers as
 * float32 (little-endian), and mostly a line break. Source: word2vec.c (Mikolov et al. 2013), at its end.
 */

import type { ByteSource } from '../byte-source.ts';
import { vectorRefusal } from '../refusals.ts';
import { countLine } from './text.ts';
import type { VectorReader, WantedWords } from './wanted.ts';

const lineBreak = 10;
const space = 32;
/** word2vec.c joins phrases to at most 2,000 bytes. */
const longestWord = 10_000;
const pieceBytes = 1 << 20;
const cutOff = 'Give the whole file';

/** @param firstLine the line with the counts. @throws InputError when the file cannot hold what it says. */
export function openBinary(source: ByteSource, path: string, firstLine: string): VectorReader {
  const [, words = 0, size = 0] = (countLine.exec(firstLine) ?? []).map(Number);
  if (words === 0 || size === 0)
    throw vectorRefusal(path, `its first line says ${words} words of ${size} numbers`, cutOff);
  const from = firstLine.length + 1;
  // A word of at least one byte, and a space.
  const least = words * (4 * size + 2);
  if (least > source.length - from)
    throw vectorRefusal(
      path,
      `its first line says ${words} words of ${size} numbers, ${least} bytes at least, and it has ${source.length - from}`,
      cutOff,
    );
  return {
    format: 'word2vec .bin',
    size,
    collect: (wanted, onProgress) => scan({ source, path, from, words }, wanted, onProgress),
  };
}

interface File {
  source: ByteSource;
  path: string;
  /** Byte of the first word. */
  from: number;
  words: number;
}

async function scan(
  { source, path, from, words }: File,
  wanted: WantedWords,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const vectorBytes = 4 * wanted.size;
  const buffer = Buffer.allocUnsafe(Math.min(source.length - from + 1, pieceBytes + 2 * (longestWord + vectorBytes)));
  const vector = new Float32Array(wanted.size);
  let position = from;
  let kept = 0;
  let word = 0;
  for (;;) {
    const read = await source.read(buffer.subarray(kept), position);
    position += read;
    const end = kept + read;
    let start = 0;
    while (word < words) {
      let first = start;
      while (first < end && buffer[first] === lineBreak) first++;
      let stop = first;
      while (stop < end && buffer[stop] !== space && stop - first <= longestWord) stop++;
      if (stop - first > longestWord) throw vectorRefusal(path, `word ${word + 1} is longer than ${longestWord} bytes`);
      if (stop === first && stop < end) throw vectorRefusal(path, `word ${word + 1} is empty`);
      if (stop + 1 + vectorBytes > end) break;
      const known = wanted.find(buffer, first, stop);
      if (known >= 0) {
        for (let i = 0; i < vector.length; i++) vector[i] = buffer.readFloatLE(stop + 1 + 4 * i);
        if (!vector.every(Number.isFinite))
          throw vectorRefusal(path, `the vector of ${JSON.stringify(wanted.words[known])} is not of finite numbers`);
        wanted.keep(known, vector);
      }
      start = stop + 1 + vectorBytes;
      word++;
    }
    onProgress(position, source.length);
    kept = end - start;
    if (word === words || position >= source.length || read === 0) break;
    buffer.copyWithin(0, start, end);
  }
  if (word < words) throw vectorRefusal(path, `it ends after ${word} of the ${words} words that it says`, cutOff);
  if (source.length - position + kept > 1)
    throw vectorRefusal(path, `it goes on after the ${words} words that its first line says`, cutOff);
  return words;
}
