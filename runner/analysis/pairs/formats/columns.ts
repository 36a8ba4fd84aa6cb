/** Named values of one pair, as tables and JSON lines have them, to a pair. */
import { type PairRow, type PairSource, pairError } from '../pair-file.ts';

/** Columns with a meaning of their own. */
const own = ['id', 'text', 'right', 'wrong', 'twin', 'at'];

/** Those that are conditions. */
export const conditionsOf = (columns: readonly string[]): string[] => columns.filter((name) => !own.includes(name));

export interface NamedValues {
  /** In the file, from 1. */
  line: number;
  /** Of the pair, from 1. */
  number: number;
  values: ReadonlyMap<string, string>;
}

/** @throws InputError naming what the pair lacks. */
export function rowOf({ line, number, values }: NamedValues, source: PairSource): PairRow {
  const text = values.get('text');
  const [right = '', wrong = ''] = [values.get('right'), values.get('wrong')];
  const lacks = [['text', text] as const, ['right', right || undefined], ['wrong', wrong || undefined]] as const;
  const missing = lacks.filter(([, value]) => value === undefined).map(([name]) => `"${name}"`);
  if (text === undefined || missing.length > 0) {
    throw pairError(source, `the pair has no ${missing.join(' and no ')}`, { line });
  }
  const twin = values.get('twin') ?? '';
  return {
    ...{ line, text, right, wrong, whole: false },
    id: values.get('id') || String(number),
    twin: twin === '' ? null : twin,
    at: placeOf(values.get('at') ?? '', line, source),
    values: Object.fromEntries([...values].filter(([name]) => !own.includes(name))),
  };
}

function placeOf(at: string, line: number, source: PairSource): number | null {
  if (at.trim() === '') return null;
  if (/^\d{1,9}$/.test(at.trim())) return Number(at);
  throw pairError(source, `"at" is ${JSON.stringify(at)}`, {
    line,
    fix: 'Give the number of a token of the text, from 0',
  });
}
