/**
 * Pairs as token ids of a model. What right and wrong begin with alike joins the text: it adds the same to both. So whole
 * sentences need no way of their own: their text is what they share. Pure.
 */
import { item } from '../../core/at.ts';
import { InputError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { type Cutting, tokenize } from '../../text/tokens.ts';
import type { Vocabulary } from '../../text/vocabulary.ts';
import { type PairFile, type PairRow, type PairSource, pairError } from './formats/format.ts';

/** A token of a text, and its place in the vocabulary; undefined: the model lacks it. */
export interface KnownToken {
  token: string;
  id: number | undefined;
}

export interface PairTokens {
  tokens(text: string): readonly KnownToken[];
  /** Reads what the model lacks; undefined: it has no such token. */
  unknownId: number | undefined;
  /** Whether tokens are words and the spaces between them, so that a word cannot follow a word at once. */
  spaced: boolean;
}

/** As a vocabulary knows them. @param cut how texts are cut. */
export const vocabularyTokens = (vocabulary: Pick<Vocabulary, 'idOf' | 'unknownId'>, cut: Cutting): PairTokens => ({
  unknownId: vocabulary.unknownId,
  spaced: cut === 'word',
  tokens: (text) => tokenize(text, cut).map((token) => ({ token, id: vocabulary.idOf(token) })),
});

export interface Pair extends Pick<PairRow, 'id' | 'line' | 'at' | 'values'> {
  /** Token ids that are read; may be empty. */
  text: Int32Array;
  tokens: readonly string[];
  /** Token ids of the two ways to go on; one may be empty where the other begins with it. */
  right: Int32Array;
  wrong: Int32Array;
  /** Place among the pairs of the one that differs in one condition; null: none. */
  twin: number | null;
  /** [tokens of the text] How deep in its sentence each stands; NaN of white space. Absent: nobody said. */
  depths?: Float32Array | undefined;
}

export interface Pairs {
  pairs: readonly Pair[];
  /** Pairs that were left out because the model lacks a word. */
  skipped: number;
  /** Pairs of whose text the model reads tokens as unknown. */
  unknown: number;
  by: readonly string[];
}

export interface PairOptions {
  source: PairSource;
  /** Columns whose values make the conditions; absent: those of the file. */
  by?: readonly string[] | undefined;
  /** The condition in which twins differ. */
  mark?: string | undefined;
  /** Another column that must be there. */
  across?: string | undefined;
  /** The column that has a number for each word of the text; no condition. */
  depth?: string | undefined;
  /** Pairs of which the model lacks a word: left out, or an error. */
  unknown?: 'skip' | 'error' | undefined;
  /** Whether something is read before each text, so that its first token can be predicted. */
  hasBefore: boolean;
}

/** Of a model that reads from right to left no pairs are asked: what decides between them stands before the word that is compared. */
export const readBackward = (): InputError =>
  new InputError('not-in-reading', {
    what: 'Pairs cannot be asked of a model that reads from right to left',
    why: 'What it predicts stands before the text, not behind it',
  });

/** More cells than a table can show are a column of numbers or names taken for a condition. */
const mostConditions = 48;

/** @throws InputError naming line and word. */
export function encodePairs(file: PairFile, known: PairTokens, options: PairOptions): Pairs {
  const { source, mark, depth } = options;
  const by = options.by ?? file.by.filter((name) => name !== depth);
  checkColumns(file, by, options);
  const coded = file.rows.map((row) => ({ row, ...codedRow(row, known, options) }));
  const kept = coded.filter(({ lacks }) => lacks === null);
  if (kept.length === 0) {
    throw pairError(source, `The model lacks a word of each of its ${counted(file.rows.length, 'pair', 'pairs')}`);
  }
  const twins = twinsOf(file.rows, { source, mark });
  const places = new Map(kept.map(({ row }, place) => [row.id, place]));
  return {
    by,
    pairs: kept.map(({ row, text, tokens, right, wrong }) => ({
      id: row.id,
      line: row.line,
      text,
      tokens,
      right,
      wrong,
      at: row.at,
      values: Object.fromEntries(Object.entries(row.values).filter(([name]) => name !== depth)),
      ...(depth !== undefined && { depths: depthsOf(row, depth, tokens, source) }),
      twin: places.get(twins.get(row.id) ?? '') ?? null,
    })),
    skipped: coded.length - kept.length,
    unknown: kept.filter(({ strange }) => strange).length,
  };
}

function checkColumns(
  { rows }: PairFile,
  by: readonly string[],
  { source, mark, across, depth, by: asked }: PairOptions,
): void {
  for (const name of [...by, mark, across, depth]) {
    if (name === undefined) continue;
    const without = rows.find(({ values }) => !Object.hasOwn(values, name));
    if (without === undefined) continue;
    const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
    const fix = columns.length === 0 ? 'Leave "by" and "mark" out' : `Its conditions are ${columns.join(', ')}`;
    throw pairError(source, `the pair has no "${name}"`, { line: without.line, fix });
  }
  const cells = new Set(rows.map(({ values }) => JSON.stringify(by.map((name) => values[name]))));
  if (cells.size <= mostConditions) return;
  const why = `${by.join(', ')} make ${cells.size} conditions, and at most ${mostConditions} can be told`;
  throw pairError(source, why, {
    fix: `Name the columns that matter with "by"${asked === undefined ? ', or by: []' : ''}`,
  });
}

/** @returns the id of each pair's twin, by its own. */
function twinsOf(
  rows: readonly PairRow[],
  { source, mark }: Pick<PairOptions, 'source' | 'mark'>,
): Map<string, string> {
  const byId = new Map<string, PairRow>();
  for (const row of rows) {
    const before = byId.get(row.id);
    if (before !== undefined) {
      throw pairError(source, `the id ${JSON.stringify(row.id)} is that of line ${before.line} already`, {
        line: row.line,
      });
    }
    byId.set(row.id, row);
  }
  const twins = new Map<string, string>();
  for (const { id, line, twin, values } of rows) {
    if (twin === null) continue;
    const other = byId.get(twin);
    if (other === undefined)
      throw pairError(source, `there is no pair ${JSON.stringify(twin)} to be its twin`, { line });
    if (twin === id) throw pairError(source, 'the pair is named as its own twin', { line });
    if (mark !== undefined && other.values[mark] === values[mark]) {
      const why = `the twin has the same ${mark}, ${JSON.stringify(values[mark])}`;
      throw pairError(source, why, { line, fix: `Twins differ in ${mark}, or leave "mark" out` });
    }
    twins.set(id, twin);
  }
  return twins;
}

/** [tokens] */
function depthsOf(
  { line, values }: PairRow,
  column: string,
  tokens: readonly string[],
  source: PairSource,
): Float32Array {
  const given = (values[column] ?? '').trim().split(/\s+/).map(Number);
  const words = tokens.flatMap((token, place) => (token.trim() === '' ? [] : [place]));
  if (given.length !== words.length || given.some((depth) => !Number.isFinite(depth))) {
    const why = `"${column}" must have ${counted(words.length, 'number')}, one for each word and mark of the text, got ${JSON.stringify(values[column])}`;
    throw pairError(source, why, { line });
  }
  const depths = new Float32Array(tokens.length).fill(Number.NaN);
  for (const [place, depth] of given.entries()) depths[item(words, place)] = depth;
  return depths;
}

interface Coded extends Pick<Pair, 'text' | 'tokens' | 'right' | 'wrong'> {
  /** The word of right or wrong that the model lacks; null: none. */
  lacks: string | null;
  /** Whether the text has tokens that read as unknown. */
  strange: boolean;
}

function codedRow(row: PairRow, known: PairTokens, { source, unknown = 'error', hasBefore }: PairOptions): Coded {
  const { line, at } = row;
  const given = joined(row, known.spaced);
  const text = known.tokens(given.text);
  const right = known.tokens(given.right);
  const wrong = known.tokens(given.wrong);
  const isLacking = ({ id }: KnownToken) => id === undefined || id === known.unknownId;
  const lacks = [...right, ...wrong].find(isLacking)?.token ?? null;
  if (lacks !== null && unknown === 'error') {
    const fix = 'Ask for words that it knows, or leave such pairs out with unknown: skip';
    throw pairError(source, `the model does not know ${JSON.stringify(lacks)}`, { line, fix });
  }
  const shared = sharedBy(right, wrong);
  if (shared === right.length && shared === wrong.length) {
    throw pairError(source, `right and wrong are the same, ${JSON.stringify(row.right)}`, { line });
  }
  if (at !== null && at >= text.length) {
    throw pairError(source, `"at" is ${at}, and the text has ${counted(text.length, 'token', 'tokens')}`, { line });
  }
  const read = [...text, ...right.slice(0, shared)];
  // The first token of a sentence is not predicted where nothing is read before it: then more must follow.
  if (read.length === 0 && !hasBefore && Math.min(right.length, wrong.length) - shared <= 1) {
    const fix = 'Give a text, or one that is read before all of them with "before"';
    throw pairError(source, 'nothing is read before the word that is asked for', { line, fix });
  }
  const strangers = text.filter(({ id }) => id === undefined);
  if (strangers.length > 0 && known.unknownId === undefined) {
    throw pairError(source, `the model does not know ${JSON.stringify(item(strangers, 0).token)}`, { line });
  }
  const idsOf = (tokens: readonly KnownToken[]) => Int32Array.from(tokens, ({ id }) => id ?? known.unknownId ?? 0);
  return {
    lacks,
    strange: text.some(isLacking),
    text: idsOf(read),
    tokens: read.map(({ token }) => token),
    right: idsOf(right.slice(shared)),
    wrong: idsOf(wrong.slice(shared)),
  };
}

const wordEnds = /[\p{L}\p{N}_]$/u;
const wordBegins = /^[\p{L}\p{N}_]/u;

/** A space is put between two words where neither has one. */
function joined({ text, right, wrong }: PairRow, spaced: boolean): { text: string; right: string; wrong: string } {
  const needs = (word: string) => spaced && wordEnds.test(text) && wordBegins.test(word);
  if (needs(right) && needs(wrong)) return { text: `${text} `, right, wrong };
  const after = (word: string) => (needs(word) ? ` ${word}` : word);
  return { text, right: after(right), wrong: after(wrong) };
}

function sharedBy(one: readonly KnownToken[], other: readonly KnownToken[]): number {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[shared]?.token === other[shared]?.token) shared++;
  return shared;
}
