import { describe, expect, it } from 'vitest';
import { readDocumentLabels, valuesOfDocuments } from '../../../../../runner/text/labels/labels/document-labels.ts';

const source = { path: 'genres.jsonl', name: 'comedy' };
const documents = ['a b', 'c d', 'e f'].map((text, number) => ({
  ...{ number, hash: String(number).repeat(64), cut: 'word' as const },
  tokens: text.split(/(?<= )|(?= )/),
}));
const all = { count: 3, has: (hash: string) => documents.some((each) => each.hash === hash) };
const values = (lines: unknown[], wanted: string[] | null = ['comedy']) =>
  valuesOfDocuments(
    readDocumentLabels(
      lines.map((line) => JSON.stringify(line)),
      source,
    ),
    wanted,
    documents,
    { all, source },
  );

describe('labels of documents in a file', () => {
  it('are found by place, by hash and by text; one that is missing has none', () => {
    const told = values([
      { document: 0, label: 'comedy' },
      { text: 'e  f\n', label: 'tragedy' },
    ]);
    expect(told).toEqual({ number: false, values: Float32Array.of(1, Number.NaN, 0) });
    expect([...values([{ document: '1'.repeat(64), label: 'comedy' }]).values]).toEqual([Number.NaN, 1, Number.NaN]);
  });

  it('may be numbers, or true and false', () => {
    expect(
      values(
        [
          { document: 0, label: 1910 },
          { document: 1, label: 1813.5 },
        ],
        null,
      ),
    ).toEqual({
      number: true,
      values: Float32Array.of(1910, 1813.5, Number.NaN),
    });
    expect(
      values(
        [
          { document: 2, label: true },
          { document: 1, label: false },
        ],
        null,
      ).number,
    ).toBe(false);
  });

  it.each([
    [[{ document: 3, label: 'comedy' }], ['comedy'], 'there is no document 3'],
    [[{ document: 0, label: 'comedy' }], ['farce'], 'No document is labelled farce; there are comedy'],
    [[{ document: 0, label: 'comedy' }], null, 'Its labels are words (comedy)'],
    [[{ text: 'x', label: 'comedy' }], ['comedy'], 'None of the 3 documents that are read has a label'],
    [
      [
        { document: 0, label: 'a' },
        { document: 0, label: 'b' },
      ],
      ['a'],
      'Line 2: its document is labelled a already',
    ],
    [[{ document: 0, start: 1 }], ['a'], 'Line 1: it is not an object with a document or a text, and a label'],
    [[], ['a'], 'It holds no label'],
  ])('%j, asked for %j, is an error', (lines, wanted, words) => {
    expect(() => values(lines, wanted)).toThrow(words);
  });
});
