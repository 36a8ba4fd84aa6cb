/** Labels in files: spans, numbers of tokens, and labels of whole documents; each found again in the text, or told why not. */
import { expect, it } from 'vitest';
import type { Cut } from '../../../../runner/core/cut.ts';
import { markLabels } from '../../../../runner/text/labels/labels/align.ts';
import { readDocumentLabels, valuesOfDocuments } from '../../../../runner/text/labels/labels/document-labels.ts';
import { numbersOfDocuments, readNumbers } from '../../../../runner/text/labels/labels/numbers.ts';
import { readSpans } from '../../../../runner/text/labels/labels/spans.ts';
import { documentHash } from '../../../../runner/text/splits.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

const source = { path: 'a.jsonl', name: 'x' };
const asLines = (lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));

/** The texts as documents, of which so many tokens are read, and what is known of all. */
function documentsOf(texts: readonly string[], cut: Cut, read?: number) {
  const documents = texts.map((text, number) => ({
    hash: documentHash(text),
    number,
    cut,
    tokens: tokenize(text, cut).slice(0, read),
  }));
  const hashes = new Set(documents.map(({ hash }) => hash));
  return { documents, all: { count: texts.length, has: (hash: string) => hashes.has(hash) } };
}

const read = (lines: unknown[], wanted: string[] | null = null, unit: 'word' | 'character' = 'word') =>
  readSpans(asLines(lines), wanted, unit, source);
function carrying(lines: unknown[], wanted?: string[] | null, unit?: 'word' | 'character'): string {
  const { text } = read(lines, wanted, unit);
  return (text?.characters ?? '')
    .split('')
    .map((each, at) => ((text?.marks[at] ?? 0) === 0 ? '-' : each))
    .join('');
}

it('spans as JSON lines are of documents that are named', () => {
  const hash = 'a'.repeat(64);
  const ofHash = { document: hash, start: 0, end: 4, unit: 'token', text: 'a b' };
  expect(read([{ document: 3, start: 1, end: 2, label: 'PER' }, '', ofHash])).toEqual({
    text: null,
    placed: [
      { document: 3, unit: 'character', start: 1, end: 2, text: null, line: 1 },
      { ...ofHash, line: 3 },
    ],
  });
});

it('spans as JSON lines may be of a text that stands beside them, in characters or tokens', () => {
  const text = '😀 Ann Lee sat.';
  const none = { text: ' x', spans: [] };
  // The marks are of UTF-16 units.
  expect(carrying([{ text, spans: [{ start: 2, end: 9, label: 'PER' }] }, none])).toBe('--AnnLee-----');
  expect(carrying([{ text, unit: 'token', spans: [{ start: 2, end: 3 }] }])).toContain('Ann---');
});

it('spans as JSON lines are those with the label that is wanted', () => {
  const [a, b] = [0, 1].map((start) => ({ start, end: start + 1, label: 'AB'[start] }));
  const line = { text: 'ab', spans: [a, b] };
  expect([carrying([line]), carrying([line], ['B'])]).toEqual(['ab', '-b']);
  expect(() => read([line], ['C'])).toThrow('No span is labelled C; there are A, B');
  expect(() => read([{ text: 'ab', spans: [{ start: 0, end: 1 }] }], ['C'])).toThrow('none has a label');
});

it.each<[unknown, string]>([
  ['{"document": 1,', 'Line 1: it is not JSON'],
  ['5', 'Line 1: it is not an object'],
  [{ document: -1, start: 0, end: 1 }, '"document" is missing or wrong'],
  [{ document: 0, start: 0 }, '"end" is missing or wrong'],
  [{ document: 0, start: 0.5, end: 1 }, '"start" is missing or wrong'],
  [{ document: 0, start: 2, end: 2 }, 'the span from 2 to 2 is empty or runs backwards'],
  [{ text: 'ab', spans: [{ start: 1, end: 3 }] }, 'the span from 1 to 3 is longer than its text of 2 characters'],
  [{ text: 'ab', spans: [{ start: 1, end: 2 }], unit: 'token' }, 'longer than its text of 1 tokens'],
  [{ text: 'ab' }, '"spans" is missing or wrong'],
  [' ', 'It holds no span'],
])('spans as JSON lines that are wrong are refused: %j', (line, words) => {
  expect(() => read([line])).toThrow(words);
});

/** The tokens of each text that the spans mark. */
function mark(lines: unknown[], texts: string[], cut: Cut = 'word', read?: number): string[] {
  const { documents, all } = documentsOf(texts, cut, read);
  return markLabels(readSpans(asLines(lines), null, cut, source), documents, all, source).map((marks, index) =>
    (documents[index]?.tokens ?? []).map((token, at) => (marks[at] === 1 ? token : '-')).join('|'),
  );
}

/** One span, of a document or of its own text. */
const span = (start: number, end: number, more: object) => ({ start, end, ...more });
const spanned = (text: string, start: number, end: number) => ({ text, spans: [{ start, end }] });

it('labels of documents that are named mark their tokens, by place or hash, in characters or tokens', () => {
  const texts = ['😀 Ann sat.', 'Bo ran.'];
  expect(mark([span(2, 5, { document: 0, text: 'Ann' })], texts)).toEqual(['-|-|Ann|-|-|-', '-|-|-|-']);
  const byHash = span(1, 3, { document: documentHash('Bo ran.'), unit: 'token', text: ' ran' });
  expect(mark([byHash], texts)).toEqual(['-|-|-|-|-|-', '-| |ran|-']);
});

it('labels with their text mark a document in any order, cut, and with other white space', () => {
  const lines = [spanned('Here is New York.\n', 8, 16), spanned('And more.', 0, 3)];
  expect(mark(lines, ['And more. ', 'Here is  New\nYork. And'])).toEqual([
    'And|-|-|-|-',
    '-|-|-|-|-|New|\n|York|-|-|And',
  ]);
  expect(mark(lines, ['Here is New York.'], 'word', 6)).toEqual(['-|-|-|-|New| ']);
  // Of two that are the same each has its own.
  expect(mark([spanned('a b', 0, 1), spanned('a b', 2, 3)], ['a b', 'a b'])).toEqual(['a|-|-', '-|-|b']);
});

const york = spanned('Here is New York, they say.', 8, 16);
it.each([
  [
    span(0, 3, { document: 0, text: 'Anx' }),
    'Ann sat.',
    'Line 1: from 0 to 3, document 0 has "Ann", not "Anx"; character 2 of them is the first that differs',
  ],
  [span(0, 3, { document: 1 }), 'Ann sat.', 'there is no document 1 among the 1 of the text'],
  [span(0, 3, { document: 'b'.repeat(64) }), 'Ann sat.', 'no document bbbbbbbbbbbb...'],
  [
    york,
    'Here is New York. And',
    'Document 0 is in them up to "HereisNewYork", where it goes on ".And" and they go on ",theysay." (without spaces)',
  ],
  [york, 'Here is New York, they say. And', 'where it goes on "And" and they end'],
  [york, 'Something else', 'Document 0 is not in them: it begins "Somethingelse"'],
])('labels that do not fit the text are told with the first difference: %j in %s', (line, text, words) => {
  expect(() => mark([line], [text])).toThrow(words);
});

/** '.': no number. */
function numbers(lines: unknown[], texts: string[], cut: Cut = 'word'): string[] {
  const { documents, all } = documentsOf(texts, cut);
  return numbersOfDocuments(readNumbers(asLines(lines), cut, source), documents, all, source).map((own) =>
    [...own].map((each) => (Number.isNaN(each) ? '.' : each)).join(' '),
  );
}

/** A line of the file. */
const ofText = (text: string, ...own: unknown[]) => ({ text, numbers: own });
const ofDocument = (document: number | string, ...own: unknown[]) => ({ document, numbers: own });

it('a file of numbers has one for each token of a text, wherever that stands in the documents', () => {
  // White space takes no part: files differ in it.
  const text = 'one (two) three';
  expect(numbers([ofText(text, 0, 0, 0, 1, 1, 0, 2.5)], [text])).toEqual(['0 . 0 1 1 . 2.5']);
  expect(numbers([ofText('ab', 3, null), ofText('c', 4)], ['a b c'], 'character')).toEqual(['3 . . . 4']);
});

it('a file of numbers may be of a document that is named, white space too', () => {
  expect(numbers([ofDocument(1, 1, null, 2)], ['x y', 'a b'])).toEqual(['. . .', '1 . 2']);
  expect(numbers([ofDocument(documentHash('x y'), 7, 8, 9)], ['x y'])).toEqual(['7 8 9']);
});

it.each([
  [ofText('a b', 1), 'Line 1: it has 1 number, and its text has 3 tokens'],
  [ofDocument(0, 1, 2), 'Line 1: it has 2 numbers, and document 0 has 3 tokens'],
  [ofDocument(3, 1, 2), 'no document 3 among the 1'],
  [ofText('a c', 1, 2, 3), 'Document 0 is not in them'],
  [ofText('a b', 1, 'x', 3), '"numbers.1" is missing or wrong'],
  [ofText('a b', 4, null, 4), 'All its numbers are 4: there is nothing to tell apart'],
  [ofText('a b', null, null, null), 'All its numbers are null'],
  [{ text: 'a b', spans: [{ start: 0, end: 1 }] }, 'leave "number" out of the feature'],
])('a file of numbers is told where it does not fit: %j', (line, words) => {
  expect(() => numbers([line], ['a b'])).toThrow(words);
});

it('a file of numbers is told where it is no file of numbers, or where spans are wanted', () => {
  expect(() => readNumbers(['{"text": "a", "numbers": [NaN]}'], 'word', source)).toThrow('it is not JSON');
  expect(() => readNumbers([''], 'word', source)).toThrow('It holds no number');
  const lines = asLines([ofText('a b', 1, 2, 3)]);
  expect(() => readSpans(lines, null, 'word', source)).toThrow('add "number: true" to the feature');
});

const labelled = (document: number | string, label: unknown) => ({ document, label });
const { documents, all } = documentsOf(['a b', 'c d', 'e f'], 'word');
const values = (lines: unknown[], wanted: string[] | null = ['comedy']) =>
  valuesOfDocuments(readDocumentLabels(asLines(lines), source), wanted, documents, { all, source });

it('labels of documents in a file are found by place, by hash and by text; one that is missing has none', () => {
  const told = values([labelled(0, 'comedy'), { text: 'e  f\n', label: 'tragedy' }]);
  expect(told).toEqual({ number: false, values: Float32Array.of(1, Number.NaN, 0) });
  expect([...values([labelled(documentHash('c d'), 'comedy')]).values]).toEqual([Number.NaN, 1, Number.NaN]);
});

it('labels of documents in a file may be numbers, or true and false', () => {
  const numbers = { number: true, values: Float32Array.of(1910, 1813.5, Number.NaN) };
  expect(values([labelled(0, 1910), labelled(1, 1813.5)], null)).toEqual(numbers);
  expect(values([labelled(2, true), labelled(1, false)], null).number).toBe(false);
});

it.each([
  [[labelled(3, 'comedy')], ['comedy'], 'there is no document 3'],
  [[labelled(0, 'comedy')], ['farce'], 'No document is labelled farce; there are comedy'],
  [[labelled(0, 'comedy')], null, 'Its labels are words (comedy)'],
  [[{ text: 'x', label: 'comedy' }], ['comedy'], 'None of the 3 documents that are read has a label'],
  [[labelled(0, 'a'), labelled(0, 'b')], ['a'], 'Line 2: its document is labelled a already'],
  [[{ document: 0, start: 1 }], ['a'], 'Line 1: it is not an object with a document or a text, and a label'],
  [[], ['a'], 'It holds no label'],
])('labels of documents in a file %j, asked for %j, is an error', (lines, wanted, words) => {
  expect(() => values(lines, wanted)).toThrow(words);
});
