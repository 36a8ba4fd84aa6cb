/**
 * Vectors as text, one word a line with its numbers after it: GloVe's, and word2vec's (fastText's .vec too), whose first
 * line says how many words and how many numbers. A word may hold spaces: the numbers are the last ones of the line.
 */

import { counted } from '../../../core/words.ts';
import { type ByteSource, bytesAt } from '../byte-source.ts';
import { vectorRefusal } from '../refusals.ts';
import type { VectorReader, WantedWords } from './wanted.ts';

const lineBreak = 10;
const space = 32;
const carriageReturn = 13;
/** No line of vectors is longer, and the pieces in which a file is read. */
const pieceBytes = 1 << 22;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export const countLine = /^ *(\d+)[ \t]+(\d+) *\r?$/;

/**
 * @param header the first line says how many words and numbers there are.
 * @throws InputError when the first lines are not those of vectors.
 */
export async function openText(source: ByteSource, path: string, header: boolean): Promise<VectorReader> {
  const start = await bytesAt(source, 0, pieceBytes);
  const lines = start.toString('latin1').split('\n', 2);
  const counts = header ? countLine.exec(lines[0] ?? '') : null;
  const [, words, size] = (counts ?? []).map(Number);
  const first = (lines[header ? 1 : 0] ?? '').trimEnd();
  const written = numbersAtEnd(first);
  if (written === 0) throw vectorRefusal(path, `line ${header ? 2 : 1} is not a word with its numbers`);
  if (size !== undefined && size !== written)
    throw vectorRefusal(path, `its first line says ${size} numbers a word, and its second has ${written}`);
  const from = header ? (lines[0] ?? '').length + 1 : 0;
  return {
    format: header ? 'word2vec text' : 'GloVe text',
    size: written,
    async collect(wanted, onProgress) {
      const held = await scan({ source, path, from, lines: header ? 1 : 0 }, wanted, onProgress);
      if (words !== undefined && held !== words)
        throw vectorRefusal(
          path,
          `its first line says ${counted(words, 'word')}, and it holds ${held}`,
          'Give the whole file',
        );
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

interface File {
  source: ByteSource;
  path: string;
  /** Byte of the first word's line. */
  from: number;
  /** Lines before it. */
  lines: number;
}

async function scan(
  { source, path, from, lines }: File,
  wanted: WantedWords,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, source.length - from + 1));
  let position = from;
  let kept = 0;
  let line = lines;
  let words = 0;
  const take = (start: number, end: number) => {
    line++;
    const last = trimmed(buffer, start, end);
    if (last === start) return;
    words++;
    keepLine({ buffer, start, end: last, line }, wanted, path);
  };
  for (;;) {
    const read = await source.read(buffer.subarray(kept), position);
    position += read;
    const end = kept + read;
    const filled = buffer.subarray(0, end);
    let start = 0;
    for (let at = filled.indexOf(lineBreak); at >= 0; at = filled.indexOf(lineBreak, start)) {
      take(start, at);
      start = at + 1;
    }
    kept = end - start;
    onProgress(position, source.length);
    if (position >= source.length || read === 0) {
      if (kept > 0) checkWhole(filled.subarray(start), wanted.size, line + 1, path);
      if (kept > 0) take(start, end);
      return words;
    }
    if (kept === buffer.length) throw vectorRefusal(path, `line ${line + 1} is longer than ${pieceBytes} bytes`);
    buffer.copyWithin(0, start, end);
  }
}

/** The end of a line without spaces and a carriage return there. */
function trimmed(buffer: Uint8Array, start: number, end: number): number {
  let last = end;
  while (last > start && (buffer[last - 1] === space || buffer[last - 1] === carriageReturn)) last--;
  return last;
}

/** The last line has no line break: it may have been cut off. */
function checkWhole(line: Buffer, size: number, count: number, path: string): void {
  const text = line.toString('latin1').trimEnd();
  if (text !== '' && numbersAtEnd(text) < size)
    throw vectorRefusal(path, `it ends in the middle of line ${count}`, 'Give the whole file');
}

interface Line {
  buffer: Buffer;
  start: number;
  end: number;
  /** Its number, from 1. */
  line: number;
}

function keepLine({ buffer, start, end, line }: Line, wanted: WantedWords, path: string): void {
  let stop = start;
  while (stop < end && buffer[stop] !== space) stop++;
  // Wanted words hold no space, but for the space itself: its line begins with one.
  if (stop > start && wanted.find(buffer, start, stop) < 0) return;
  let from = end;
  for (let count = 0; count < wanted.size; count++) {
    from = buffer.lastIndexOf(space, from - 1);
    if (from < start || (from === start && stop > start))
      throw vectorRefusal(path, `line ${line} has ${count} numbers, not ${wanted.size}`, 'Give the whole file');
  }
  const word = wanted.find(buffer, start, from);
  if (word < 0) return;
  const fields = buffer.toString('latin1', from + 1, end).split(' ');
  const wrong = fields.find((field) => !number.test(field) || !Number.isFinite(Math.fround(Number(field))));
  if (wrong !== undefined)
    throw vectorRefusal(path, `line ${line} holds ${JSON.stringify(wrong.slice(0, 40))}, which is not a finite number`);
  wanted.keep(word, fields.map(Number));
}
