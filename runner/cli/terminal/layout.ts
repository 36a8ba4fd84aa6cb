/**
 * Wraps tokens to a width without losing track of which token each piece of a line belongs to, so that lines can be
 * painted piece by piece. Imports the width of characters. Pure.
 */
import { lineBreak, visible } from './visible.ts';
import { displayWidth, graphemes } from './width.ts';

/** A part of one token on one line. */
export interface Piece {
  token: number;
  text: string;
}

export interface Line {
  pieces: Piece[];
  /** Columns it takes. */
  width: number;
}

interface Cell extends Piece {
  width: number;
  /** What may or must happen after it. */
  after: 'nothing' | 'may break' | 'must break';
}

/**
 * Breaks after spaces where it can, within words where it must, and after every line break, which is shown as ⏎.
 * Nothing is dropped: the spaces at the ends of lines have activations too.
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
  return Array.from(graphemes(visible(token)), ({ segment: text }) => ({
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
