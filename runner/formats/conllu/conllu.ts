/**
 * Labels in CoNLL-U (universaldependencies.org/format.html): words with ten columns, one a line. A word that is written
 * together with others (a range of numbers) carries what any of them carries. Pure.
 */

import { LabelledTextBuilder, type LabelSource, type Labels, labelError } from '../../features/labels/labels.ts';
import type { LabelColumn } from '../../manifest/feature-schema.ts';

/** Where the columns are that may be asked for. */
const columnIndex: Readonly<Record<LabelColumn, number>> = { lemma: 2, upos: 3, xpos: 4, feats: 5, deprel: 7, misc: 9 };

const columns = 10;

/**
 * @param values the labels: of feats and misc 'Number=Plur', or 'Number' for any value of it.
 * @throws InputError, with the line, when it is no CoNLL-U, or no word has such a value.
 */
export function readConllu(
  lines: readonly string[],
  column: LabelColumn,
  values: readonly string[],
  source: LabelSource,
): Labels {
  const wanted = new Set(values);
  const seen = new Set<string>();
  const builder = new LabelledTextBuilder();
  /** The range that is being read: its form, its last number, and whether a word in it carries the label. */
  let range: { form: string; last: number; carries: boolean } | null = null;
  let found = false;
  const endRange = () => {
    if (range !== null) builder.add(range.form, range.carries ? [[0, range.form.length]] : []);
    range = null;
  };
  lines.forEach((line, index) => {
    if (line === '' || line.startsWith('#')) {
      endRange();
      return;
    }
    const cells = line.split('\t');
    const [number = '', form = ''] = cells;
    const parts = /^(\d+)(?:([-.])(\d+))?$/.exec(number);
    if (cells.length !== columns || parts === null || form === '') {
      const why = `Line ${index + 1} has ${cells.length} columns; CoNLL-U has ${columns}, set apart by tabs, a number first`;
      throw labelError(source, why, 'Give CoNLL-U, or JSON lines with spans');
    }
    const [, first = '', sign, last = ''] = parts;
    // Words with a number such as 8.1 are not written.
    if (sign === '.') return;
    if (sign === '-') {
      endRange();
      range = { form, last: Number(last), carries: false };
      return;
    }
    const own = valuesOf(cells[columnIndex[column]] ?? '', column);
    for (const value of own) if (seen.size < shownValues) seen.add(value);
    const carries = own.some((value) => wanted.has(value));
    found ||= carries;
    if (range !== null && Number(first) > range.last) endRange();
    if (range === null) builder.add(form, carries ? [[0, form.length]] : []);
    else range.carries ||= carries;
  });
  endRange();
  if (builder.isEmpty) throw labelError(source, 'It holds no word');
  if (found) return { text: builder.build(), placed: [] };
  const why = `No word has ${column} ${[...wanted].join(' or ')}; there are ${[...seen].sort().join(', ')}`;
  throw labelError(source, why, 'Correct the label, or its column');
}

const shownValues = 20;

function valuesOf(cell: string, column: LabelColumn): string[] {
  if (cell === '_') return [];
  if (column !== 'feats' && column !== 'misc') return [cell];
  return cell.split('|').flatMap((pair) => [pair, pair.split('=', 1)[0] ?? '']);
}
