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

describe('a file of numbers', () => {
  it('has one for each token of a text, wherever that stands in the documents', () => {
    const text = 'one (two) three';
    expect(tokenize(text, 'word')).toHaveLength(7);
    const line = { text, numbers: [0, 0, 0, 1, 1, 0, 2.5] };
    // White space takes no part: files differ in it.
    expect(numbers([line], [text])).toEqual(['0 . 0 1 1 . 2.5']);
    expect(
      numbers(
        [
          { text: 'ab', numbers: [3, null] },
          { text: 'c', numbers: [4] },
        ],
        ['a b c'],
        'character',
      ),
    ).toEqual(['3 . . . 4']);
  });

  it('or of a document that is named, white space too', () => {
    expect(numbers([{ document: 1, numbers: [1, null, 2] }], ['x y', 'a b'])).toEqual(['. . .', '1 . 2']);
    expect(numbers([{ document: documentHash('x y'), numbers: [7, 8, 9] }], ['x y'])).toEqual(['7 8 9']);
  });

  it('is told where it does not fit', () => {
    expect(() => numbers([{ text: 'a b', numbers: [1] }], ['a b'])).toThrow(
      'Line 1: it has 1 number, and its text has 3 tokens',
    );
    expect(() => numbers([{ document: 0, numbers: [1, 2] }], ['a b'])).toThrow(
      'Line 1: it has 2 numbers, and document 0 has 3 tokens',
    );
    expect(() => numbers([{ document: 3, numbers: [1, 2] }], ['a b'])).toThrow('no document 3 among the 1');
    expect(() => numbers([{ text: 'a c', numbers: [1, 2, 3] }], ['a b'])).toThrow('Document 0 is not in them');
    expect(() => numbers([{ text: 'a b', numbers: [1, 'x', 3] }], ['a b'])).toThrow('"numbers.1" is missing or wrong');
    expect(() => numbers([{ text: 'a b', numbers: [4, null, 4] }], ['a b'])).toThrow(
      'All its numbers are 4: there is nothing to tell apart',
    );
    expect(() => numbers([{ text: 'a b', numbers: [null, null, null] }], ['a b'])).toThrow('All its numbers are null');
    expect(() => readNumbers(['{"text": "a", "numbers": [NaN]}'], 'word', source)).toThrow('it is not JSON');
    expect(() => readNumbers([''], 'word', source)).toThrow('It holds no number');
  });

  it('is not one of spans, nor the other way round', () => {
    const spans = { text: 'a b', spans: [{ start: 0, end: 1 }] };
    expect(() => readNumbers(asLines([spans]), 'word', source)).toThrow('leave "number" out of the feature');
    const own = { text: 'a b', numbers: [1, 2, 3] };
    expect(() => readSpans(asLines([own]), null, 'word', source)).toThrow('add "number: true" to the feature');
  });
});
