import { expect, it } from 'vitest';
import { richestFirst } from '../../../runner/experiment/prepare.ts';
import type { ObservedText } from '../../../runner/text/observe-text.ts';

const tokens = [...'aaab|axab|aaxx'.replaceAll('|', '')];
const text: ObservedText = {
  tokens,
  ids: Int32Array.from(tokens, (token) => 'abx'.indexOf(token)),
  unknown: [5, 10, 11],
  segments: [
    [0, 4],
    [4, 4],
    [8, 4],
  ],
  documentStarts: [0, 4, 8],
  documents: ['one', 'two', 'three'].map((hash) => ({
    ...{ hash, source: `of ${hash}`, places: [0], length: 4 },
    whole: () => [],
  })),
  documentNumbers: [7, 8, 9],
  documentOfSegment: [0, 1, 2],
  nearCopies: 0,
  before: new Int32Array(),
  textTokens: 12,
  textDocuments: [],
};
const marksOf = (token: string) => Uint8Array.from(tokens, (each) => Number(each === token));

it('shows the document with most of the features, with everything that belongs to it', () => {
  const { text: shown, marks } = richestFirst({ text, marks: [{ mask: marksOf('x') }] }, 4);
  expect(shown.tokens.join('')).toBe('aaxxaxabaaab');
  expect([...shown.ids].map((id) => 'abx'[id]).join('')).toBe('aaxxaxabaaab');
  expect(shown.unknown).toEqual([2, 3, 5]);
  expect(shown.documents.map(({ hash }) => hash)).toEqual(['three', 'two', 'one']);
  expect(shown.documentNumbers).toEqual([9, 8, 7]);
  expect([...(marks[0]?.mask ?? [])].join('')).toBe('001101000000');
  // What was given is left as it is.
  expect(text.tokens).toEqual(tokens);
});

it('counts only the tokens that are shown, and each feature', () => {
  const both = [{ mask: marksOf('x') }, { mask: marksOf('b') }];
  // Of the third document's first two tokens none is marked; the second has both.
  expect(richestFirst({ text, marks: both }, 2).text.tokens.join('')).toBe('axabaaabaaxx');
  expect(richestFirst({ text, marks: both }, 4).text.documents[0]?.hash).toBe('two');
});

it('leaves texts as they are that gain nothing, or whose documents are unequal', () => {
  expect(richestFirst({ text, marks: [{ mask: new Uint8Array(12) }] }, 4).text).toBe(text);
  const unequal = { ...text, documentStarts: [0, 3, 8] };
  expect(richestFirst({ text: unequal, marks: [{ mask: marksOf('x') }] }, 4).text).toBe(unequal);
});

it('goes on with the next documents where more tokens are shown than the first has', () => {
  // One mark in the first document, none in the second, two in the third.
  const mask = Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
  const shown = richestFirst({ text, marks: [{ mask }] }, 5);
  expect(shown.text.tokens.join('')).toBe('aaxxaaabaxab');
  expect([...(shown.marks[0]?.mask ?? [])].join('')).toBe('110010000000');
  expect(shown.text.unknown).toEqual([2, 3, 9]);
  expect(shown.text.documents.map(({ hash }) => hash)).toEqual(['three', 'one', 'two']);
  expect(richestFirst({ text, marks: [{ mask }] }, 4).text.tokens.join('')).toBe('aaxxaxabaaab');
});
