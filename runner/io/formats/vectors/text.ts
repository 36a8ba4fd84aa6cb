/**
 * Vectors as text, one word a line with its numbers after it: GloVe's, and word2vec's (fastText's .vec too), whose first
 * line says how many words and how many numbers. A word may hold spaces: the numbers are the last ones of the line.
 */

import { counted } from '../../../core/format.ts';
import { type ByteSource, bytesAt, inPieces } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import type { VectorReader, WantedWords } from './reader.ts';

const lineBreak = 10;
/** No line of vectors is longer, and the pieces in which a file is read. */
const pieceBytes = 1 << 22;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const cutOff = 'Give the whole file';

export const countLine = /^ *(\d+)[ \t]+(\d+) *\r?$/;

/**
 * @param header the first line says how many words and numbers there are.
 * @throws FormatError when the first lines are not those of vectors.
 */
export async function openText(source: ByteSource, header: boolean): Promise<VectorReader> {
  const lines = (await bytesAt(source, 0, pieceBytes)).toString('latin1').split('\n', 2);
  const linesBefore = header ? 1 : 0;
  const [, words, said] = ((header ? countLine.exec(lines[0] ?? '') : null) ?? []).map(Number);
  const size = numbersAtEnd(lines[linesBefore] ?? '');
  if (size === 0) throw new FormatError(`line ${linesBefore + 1} is not a word with its numbers`);
  if (said !== undefined && said !== size)
    throw new FormatError(`its first line says ${said} numbers a word, and its second has ${size}`);
  return {
    format: header ? 'word2vec text' : 'GloVe text',
    size,
    async collect(wanted, onProgress) {
      let [line, held] = [linesBefore, 0];
      const take = (bytes: Buffer, isLast: boolean): number => {
        let start = 0;
        while (start < bytes.length) {
          const found = bytes.indexOf(lineBreak, start);
          if (found < 0 && !isLast) break;
          const written = bytes.subarray(start, found < 0 ? bytes.length : found);
          start += written.length + 1;
          line++;
          // A line of vectors has two letters and more.
          if (written.length < 2) continue;
          // The last line has no line break: it may have been cut off.
          if (found < 0 && numbersAtEnd(written.toString('latin1')) < size)
            throw new FormatError(`it ends in the middle of line ${line}`, cutOff);
          held++;
          keepLine(written, { line, size }, wanted);
        }
        if (start === 0 && bytes.length === pieceBytes)
          throw new FormatError(`line ${line + 1} is longer than ${pieceBytes} bytes`);
        return Math.min(start, bytes.length);
      };
      await inPieces(source, header ? (lines[0] ?? '').length + 1 : 0, pieceBytes, take, onProgress);
      if (words !== undefined && held !== words)
        throw new FormatError(`its first line says ${counted(words, 'word')}, and it holds ${held}`, cutOff);
      return held;
    },
  };
}

/** How many numbers a line ends with, its first field not counted. */
function numbersAtEnd(line: string): number {
  const [, ...fields] = line.trimEnd().split(' ');
  return fields.length - 1 - fields.findLastIndex((field) => !number.test(field));
}

/** @param of the line's number, from 1, and how many numbers it has. */
function keepLine(bytes: Buffer, { line, size }: { line: number; size: number }, wanted: WantedWords): void {
  // Wanted words hold no space, but for the space itself: its line begins with one.
  const space = bytes.indexOf(32, 1);
  const word = bytes.toString('utf8', 0, space < 0 ? bytes.length : space);
  if (!wanted.words.has(word)) return;
  const fields = bytes
    .toString('latin1', space + 1)
    .trimEnd()
    .split(' ');
  // Of a word with spaces the first part.
  if (fields.length > size) return;
  if (fields.length < size) throw new FormatError(`line ${line} has ${fields.length} numbers, not ${size}`, cutOff);
  const wrong = fields.find((field) => !number.test(field) || !Number.isFinite(Math.fround(Number(field))));
  if (wrong !== undefined)
    throw new FormatError(`line ${line} holds ${JSON.stringify(wrong.slice(0, 40))}, which is not a finite number`);
  wanted.keep(word, fields.map(Number));
}
