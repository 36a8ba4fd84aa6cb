/**
 * CoNLL-U (universaldependencies.org/format.html): words with ten columns, one a line. Pure.
 */
import { FormatError } from '../format-error.ts';

/** The columns that hold what is said of a word, and where they are. */
const columnIndex = { lemma: 2, upos: 3, xpos: 4, feats: 5, deprel: 7, misc: 9 } as const;
export type ConlluColumn = keyof typeof columnIndex;

const columnCount = 10;

/** A word as it is written: one, or several that are written together (a range of numbers). */
export interface WrittenWord {
  form: string;
  /** What its parts have in the column; of feats and misc both 'Number=Plur' and 'Number'. */
  values: readonly string[];
}

/**
 * The words as they are written, with what they have in one column.
 * @throws FormatError, with the line, when it is no CoNLL-U.
 */
export function* readConllu(lines: readonly string[], column: ConlluColumn): Generator<WrittenWord> {
  /** The range that is being read, and its last number. */
  let range: { form: string; last: number; values: string[] } | null = null;
  for (const [index, line] of lines.entries()) {
    const word = line === '' || line.startsWith('#') ? null : parseLine(line, index + 1);
    // Words with a number such as 8.1 are not written.
    if (word?.kind === 'empty') continue;
    if (range !== null && (word === null || word.kind === 'range' || word.first > range.last)) {
      yield range;
      range = null;
    }
    if (word === null) continue;
    if (word.kind === 'range') range = { form: word.form, last: word.last, values: [] };
    else {
      const values = valuesOf(word.cells[columnIndex[column]] ?? '_', column);
      if (range === null) yield { form: word.form, values };
      else range.values.push(...values);
    }
  }
  if (range !== null) yield range;
}

function parseLine(line: string, number: number) {
  const cells = line.split('\t');
  const [place = '', form = ''] = cells;
  const [, first, sign, last] = /^(\d+)(?:([-.])(\d+))?$/.exec(place) ?? [];
  if (cells.length !== columnCount || first === undefined || form === '') {
    throw new FormatError(
      `Line ${number} has ${cells.length === 1 ? '1 column' : `${cells.length} columns`}; CoNLL-U has ${columnCount}, set apart by tabs, a number first`,
    );
  }
  const kind = sign === '-' ? 'range' : sign === '.' ? 'empty' : 'word';
  return { kind, form, cells, first: Number(first), last: Number(last) } as const;
}

function valuesOf(cell: string, column: ConlluColumn): string[] {
  if (cell === '_') return [];
  if (column !== 'feats' && column !== 'misc') return [cell];
  return cell.split('|').flatMap((pair) => [pair, ...pair.split('=', 1)]);
}
