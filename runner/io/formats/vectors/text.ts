/**
 * Vectors as text, one word a line with its numbers after it: GloVe's, and word2vec's (fastText's .vec too), whose first
 * line says how many words and how many numbers. A word may hold spaces: the numbers are the last ones of the line.
 */

import { counted } from '../../../core/words.ts';
import { type ByteSource, bytesAt, inPieces } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import type { VectorReader, WantedWords } from './reader.ts';

const lineBreak = 10;
const space = 32;
const carriageReturn = 13;
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
  const start = await bytesAt(source, 0, pieceBytes);
  const lines = start.toString('latin1').split('\n', 2);
  const linesBefore = header ? 1 : 0;
  const [, words, said] = ((header ? countLine.exec(lines[0] ?? '') : null) ?? []).map(Number);
  const size = numbersAtEnd((lines[linesBefore] ?? '').trimEnd());
  if (size === 0) throw new FormatError(`line ${linesBefore + 1} is not a word with its numbers`);
  if (said !== undefined && said !== size)
    throw new FormatError(`its first line says ${said} numbers a word, and its second has ${size}`);
  return {
    format: header ? 'word2vec text' : 'GloVe text',
    size,
    async collect(wanted, onProgress) {
      let [line, held] = [linesBefore, 0];
      const takeLine = (bytes: Buffer, start: number, end: number) => {
        line++;
        let last = end;
        while (last > start && (bytes[last - 1] === space || bytes[last - 1] === carriageReturn)) last--;
        if (last === start) return;
        held++;
        keepLine(bytes.subarray(start, last), { line, size }, wanted);
      };
      const take = (bytes: Buffer, isLast: boolean): number => {
        let start = 0;
        for (let at = bytes.indexOf(lineBreak); at >= 0; at = bytes.indexOf(lineBreak, start)) {
          takeLine(bytes, start, at);
          start = at + 1;
        }
        if (start === 0 && !isLast && bytes.length === pieceBytes)
          throw new FormatError(`line ${line + 1} is longer than ${pieceBytes} bytes`);
        if (!isLast || start === bytes.length) return start;
        // The last line has no line break: it may have been cut off.
        const rest = bytes.toString('latin1', start).trimEnd();
        if (rest !== '' && numbersAtEnd(rest) < size)
          throw new FormatError(`it ends in the middle of line ${line + 1}`, cutOff);
        takeLine(bytes, start, bytes.length);
        return bytes.length;
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
  const fields = line.split(' ');
  let count = 0;
  while (count < fields.length - 1 && number.test(fields[fields.length - 1 - count] ?? '')) count++;
  return count;
}

/** @param bytes of the line, without white space at its end. @param of the line's number, from 1, and how many numbers it has. */
function keepLine(bytes: Buffer, { line, size }: { line: number; size: number }, wanted: WantedWords): void {
  const first = bytes.indexOf(space);
  // Wanted words hold no space, but for the space itself: its line begins with one.
  if (first !== 0 && wanted.find(bytes, 0, first < 0 ? bytes.length : first) === undefined) return;
  let from = bytes.length;
  for (let numbers = 0; numbers < size; numbers++) {
    from = from === 0 ? -1 : bytes.lastIndexOf(space, from - 1);
    if (from < 0) throw new FormatError(`line ${line} has ${numbers} numbers, not ${size}`, cutOff);
  }
  const word = wanted.find(bytes, 0, from);
  if (word === undefined) return;
  const fields = bytes.toString('latin1', from + 1).split(' ');
  const wrong = fields.find((field) => !number.test(field) || !Number.isFinite(Math.fround(Number(field))));
  if (wrong !== undefined)
    throw new FormatError(`line ${line} holds ${JSON.stringify(wrong.slice(0, 40))}, which is not a finite number`);
  wanted.keep(word, fields.map(Number));
}
