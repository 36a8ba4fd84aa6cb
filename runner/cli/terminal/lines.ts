/** How text stands in lines of a terminal: its width, in columns and not in letters; wrapped, cut, side by side. Pure. */
import { createRequire } from 'node:module';
import { lineBreak, visible } from './visible.ts';

const require = createRequire(import.meta.url);
/** Each of these takes one column. */
const printable = /^[\x20-\x7e]*$/;

let measure: ((text: string) => number) | null = null;

/** What measures others is loaded when one is met: its patterns of all emoji take 50 ms, in a command that may print nothing but an error. */
export function displayWidth(text: string): number {
  if (printable.test(text)) return text.length;
  measure ??= (require('string-width') as typeof import('string-width')).default;
  return measure(text);
}

export function wrapped(text: string, width: number): string[] {
  const { default: wrapAnsi } = require('wrap-ansi') as typeof import('wrap-ansi');
  return wrapAnsi(text, width, { hard: true, trim: true }).split('\n');
}

let segmenter: Intl.Segmenter | null = null;

/** The characters as they are seen: letters with their marks, emoji of several parts. */
function graphemes(text: string): string[] {
  if (printable.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The line within a width, with … where something is missing. */
export function fitted(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  let kept = '';
  let used = 1;
  for (const segment of graphemes(line)) {
    used += displayWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

type Alignment = readonly ('left' | 'right')[];

/**
 * Each column as wide as its longest cell, two spaces between; nothing behind the last.
 * @param rows of equal length. @param alignment of each column, to the left where none is said.
 */
export function columns(rows: readonly (readonly string[])[], alignment: Alignment = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const padded = (cell: string, column: number) => {
    const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
    return alignment[column] === 'right' ? space + cell : cell + space;
  };
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}

/** How much is done. @param share 0 to 1. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

/** One of several pieces of work at once, for a live table. @param share null where it is not known. */
export const runningLine = (name: string, text: string, share: number | null): string =>
  `  running  ${bar(share ?? 0, 10)}  ${visible(name)}  ${visible(text)}`;

/** A part of one token on one line. */
export interface Piece {
  token: number;
  text: string;
}

export interface Line {
  pieces: Piece[];
  width: number;
}

interface Cell extends Piece {
  width: number;
  /** What may or must happen after it. */
  after: 'nothing' | 'may break' | 'must break';
}

/**
 * Wraps tokens without losing track of which token each piece of a line belongs to. Breaks after spaces where it can, within words
 * where it must, and after every line break, which is shown as ⏎. Nothing is dropped: the spaces at the ends of lines have
 * activations too.
 */
export function layout(tokens: readonly string[], width: number): Line[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  const end = (next: Cell[]) => {
    lines.push(line);
    line = next;
  };
  for (const cell of tokens.flatMap(cellsOf)) {
    // A combining mark takes no column and stays with its letter.
    while (cell.width > 0 && line.length > 0 && widthOf(line) + cell.width > width) {
      const split = line.findLastIndex(({ after }) => after === 'may break') + 1;
      end(split > 0 && cell.after !== 'may break' ? line.splice(split) : []);
    }
    line.push(cell);
    if (cell.after === 'must break') end([]);
  }
  if (line.length > 0) lines.push(line);
  return lines.map((cells) => ({ pieces: joined(cells), width: widthOf(cells) }));
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, { width }) => sum + width, 0);

function cellsOf(token: string, index: number): Cell[] {
  return graphemes(visible(token)).map((text) => ({
    token: index,
    text,
    width: displayWidth(text),
    after: text === lineBreak ? 'must break' : /^\s/.test(text) ? 'may break' : 'nothing',
  }));
}

function joined(cells: readonly Cell[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { token, text } of cells) {
    const last = pieces.at(-1);
    if (last !== undefined && last.token === token) last.text += text;
    else pieces.push({ token, text });
  }
  return pieces;
}
