import { describe, expect, it } from 'vitest';
import type { Cut } from '../../../../../runner/core/cut.ts';
import { numbersOfDocuments, readNumbers } from '../../../../../runner/text/labels/labels/numbers.ts';
import { readSpans } from '../../../../../runner/text/labels/labels/spans.ts';
import { documentHash } from '../../../../../runner/text/splits.ts';
import { tokenize } from '../../../../../runner/text/tokens.ts';

const source = { path: 'a.jsonl', name: 'x' };
const asLines = (lines: unknown[]) => lines.map((line) => JSON.stringify(line));

/** '.': no number. */
function numbers(lines: unknown[], texts: string[], cut: Cut = 'word'): string[] {
  const documents = texts.map((text, number) => ({
    hash: documentHash(text),
    number,
    cut,
    tokens: tokenize(text, cut),
  }));
  const hashes = new Set(documents.map(({ hash }) => hash));
  const all = { count: texts.length, has: (hash: string) => hashes.has(hash) };
  return numbersOfDocuments(readNumbers(asLines(lines), cut, source), documents, all, source).map((own) =>
    [...own].map((each) => (Number.isNaN(each) ? '.' : each)).join(' '),
  );
}

/** A line of the file. */
const ofText = (text: string, ...own: unknown[]) => ({ text, numbers: own });
const ofDocument = (document: number | string, ...own: unknown[]) => ({ document, numbers: own });

describe('a file of numbers', () => {
  it('has one for each token of a text, wherever that stands in the documents', () => {
    // White space takes no part: files differ in it.
    const text = 'one (two) three';
    expect(numbers([ofText(text, 0, 0, 0, 1, 1, 0, 2.5)], [text])).toEqual(['0 . 0 1 1 . 2.5']);
    expect(numbers([ofText('ab', 3, null), ofText('c', 4)], ['a b c'], 'character')).toEqual(['3 . . . 4']);
  });

  it('or of a document that is named, white space too', () => {
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
  ])('is told where it does not fit: %j', (line, words) => {
    expect(() => numbers([line], ['a b'])).toThrow(words);
  });

  it('is told where it is no file of numbers, or where spans are wanted', () => {
    expect(() => readNumbers(['{"text": "a", "numbers": [NaN]}'], 'word', source)).toThrow('it is not JSON');
    expect(() => readNumbers([''], 'word', source)).toThrow('It holds no number');
    const lines = asLines([ofText('a b', 1, 2, 3)]);
    expect(() => readSpans(lines, null, 'word', source)).toThrow('add "number: true" to the feature');
  });
});
