/** Pairs as a file has them, before a model says what their tokens are; and what a format of such files is. Imports only the errors. */
import { InputError } from '../../../core/errors.ts';

/** A text, and two ways to go on from it, of which one is right. */
export interface PairRow {
  /** In the file, from 1. */
  line: number;
  /** As the file names it; else the number of the pair, from 1. */
  id: string;
  /** What is read; empty of whole sentences. */
  text: string;
  right: string;
  wrong: string;
  /** Whether right and wrong are whole sentences, which are cut into tokens each by itself. */
  whole: boolean;
  /** The id of the pair that differs in one condition; null: it has none. */
  twin: string | null;
  /** The token of the text, from 0, from which on the twin's values may be put in; null: the first in which the two differ. */
  at: number | null;
  values: Readonly<Record<string, string>>;
}

export interface PairSource {
  path: string;
  name: string;
}

export interface PairFile {
  rows: PairRow[];
  /** Columns by which the pairs are told apart where nobody says by which. */
  by: readonly string[];
}

/** @param line in the file, from 1; absent: the file as a whole. */
export const pairError = ({ path, name }: PairSource, why: string, more: { line?: number; fix?: string } = {}) =>
  new InputError('pairs-unusable', {
    what: `The pairs ${path} of "${name}" cannot be used`,
    why: more.line === undefined ? why : `Line ${more.line}: ${why}`,
    ...(more.fix !== undefined && { fix: more.fix }),
  });

/** How sentences with one word asked of them are compared: at that word alone, or by the sums of the whole sentences. */
export const comparisons = ['sentence', 'word'] as const;
export type Comparison = (typeof comparisons)[number];

export interface FormatOptions {
  source: PairSource;
  compare: Comparison;
}

/** Beside the path that is named, others may be needed: `files` tells them all. */
export interface PairFormat {
  /** In the words of an error: 'a table (.tsv)'. */
  is: string;
  knows(path: string): boolean;
  /** The files that are read, in the order in which `read` takes them. @param path as it is named. */
  files(path: string): string[];
  /**
   * @param texts of the files, without a byte order mark and with plain line breaks.
   * @throws InputError naming the line that cannot be used.
   */
  read(texts: readonly string[], options: FormatOptions): PairFile;
}

const own = ['id', 'text', 'right', 'wrong', 'twin', 'at'];

export const conditionColumns = (columns: readonly string[]): string[] => columns.filter((name) => !own.includes(name));

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
    line,
    text,
    right,
    wrong,
    whole: false,
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
