import { describe, expect, it } from 'vitest';
import { readDocumentLabels, valuesOfDocuments } from '../../../../../runner/text/labels/labels/document-labels.ts';

const source = { path: 'genres.jsonl', name: 'comedy' };
const documents = ['a b', 'c d', 'e f'].map((text, number) => ({
  ...{ number, hash: String(number).repeat(64), cut: 'word' as const },
  tokens: text.split(/(?<= )|(?= )/),
}));
const all = { count: 3, has: (hash: string) => documents.some((each) => each.hash === hash) };
const labelled = (document: number | string, label: unknown) => ({ document, label });
const values = (lines: unknown[], wanted: string[] | null = ['comedy']) => {
  const read = readDocumentLabels(
    lines.map((line) => JSON.stringify(line)),
    source,
  );
  return valuesOfDocuments(read, wanted, documents, { all, source });
};

describe('labels of documents in a file', () => {
  it('are found by place, by hash and by text; one that is missing has none', () => {
    const told = values([labelled(0, 'comedy'), { text: 'e  f\n', label: 'tragedy' }]);
    expect(told).toEqual({ number: false, values: Float32Array.of(1, Number.NaN, 0) });
    expect([...values([labelled('1'.repeat(64), 'comedy')]).values]).toEqual([Number.NaN, 1, Number.NaN]);
  });

  it('may be numbers, or true and false', () => {
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
  ])('%j, asked for %j, is an error', (lines, wanted, words) => {
    expect(() => values(lines, wanted)).toThrow(words);
  });
});
