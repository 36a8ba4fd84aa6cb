/**
 * word2vec's own binary format: a line with the counts of words and numbers, then each word, a space, its numbers as
 * float32 (little-endian), and mostly a line break. Source: word2vec.c (Mikolov et al. 2013), at its end.
 */

import { type ByteSource, inPieces } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { floatsOf } from '../numbers.ts';
import type { VectorReader } from './reader.ts';
import { countLine } from './text.ts';

const lineBreak = 10;
const space = 32;
/** word2vec.c joins phrases to at most 2,000 bytes. */
const longestWord = 10_000;
const pieceBytes = 1 << 20;
const cutOff = 'Give the whole file';

/** @param firstLine the line with the counts. @throws FormatError when the file cannot hold what it says. */
export function openBinary(source: ByteSource, firstLine: string): VectorReader {
  const [, words = 0, size = 0] = (countLine.exec(firstLine) ?? []).map(Number);
  const says = `its first line says ${words} words of ${size} numbers`;
  if (words === 0 || size === 0) throw new FormatError(says, cutOff);
  const from = firstLine.length + 1;
  const vectorBytes = 4 * size;
  // A word of at least one byte, and a space.
  const least = words * (vectorBytes + 2);
  if (least > source.length - from)
    throw new FormatError(`${says}, ${least} bytes at least, and it has ${source.length - from}`, cutOff);
  return {
    format: 'word2vec .bin',
    size,
    async collect(wanted, onProgress) {
      let word = 0;
      const take = (bytes: Buffer, isLast: boolean): number => {
        let start = 0;
        for (; word < words; word++) {
          while (bytes[start] === lineBreak) start++;
          const stop = bytes.indexOf(space, start);
          if (stop === start || (stop < 0 ? bytes.length : stop) - start > longestWord)
            throw new FormatError(`word ${word + 1} is empty, or longer than ${longestWord} bytes`);
          const end = stop + 1 + vectorBytes;
          if (stop < 0 || end > bytes.length) break;
          const written = bytes.toString('utf8', start, stop);
          if (wanted.words.has(written)) wanted.keep(written, floatsOf('F32', bytes.subarray(stop + 1, end)));
          start = end;
        }
        if (isLast && word < words)
          throw new FormatError(`it ends after ${word} of the ${words} words that it says`, cutOff);
        if (word === words && bytes.length - start > 1)
          throw new FormatError(`it goes on after the ${words} words that its first line says`, cutOff);
        return start;
      };
      await inPieces(source, from, pieceBytes + 2 * (longestWord + vectorBytes), take, onProgress);
      return words;
    },
  };
}
