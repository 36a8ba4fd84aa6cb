/** Pairs as a file has them, before a model says what their tokens are. Imports only the errors. */
import { InputError } from '../../core/errors.ts';

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
  /** All further columns. */
  values: Readonly<Record<string, string>>;
}

/** Whose pairs, for errors. */
export interface PairSource {
  /** Path of the file. */
  path: string;
  /** Of the set. */
  name: string;
}

/** What of a file of pairs is to be read. */
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
