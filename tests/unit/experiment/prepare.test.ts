import { describe, expect, it } from 'vitest';
import { checkDeclared, richestFirst } from '../../../runner/experiment/prepare.ts';
import { exposureOf } from '../../../runner/experiment/result.ts';
import type { Text } from '../../../runner/text/text.ts';

type Declared = Parameters<typeof checkDeclared>[0];
type Documents = Declared['corpus']['documents'];

const observe = (heldOut?: boolean) => ({ observe: { heldOut } }) as Declared['manifest'];
const declaredText = { documents: [{ hash: 'a', source: 'x' }] };
const corpus = (split: string, hash = 'c') => ({ hash, documents: [{ hash: 'a', split }] as unknown as Documents });
const known = (heldOut: string[], hash = 'c') =>
  ({ training: { corpus: { name: 'x', hash, heldOut } } }) as unknown as NonNullable<Declared['given']>;

describe('what is known of a text and the training of a model', () => {
  it('is what the list of the checkpoint says, before what the author says', () => {
    expect(exposureOf(known(['a']), declaredText, observe())).toBe('held out');
    expect(exposureOf(known(['a']), declaredText, observe(true))).toBe('held out');
    expect(exposureOf(known(['b']), declaredText, observe())).toBe('not shown to be held out');
    expect(exposureOf({}, declaredText, observe(false))).toBe('not shown to be held out');
    expect(exposureOf({}, declaredText, observe(true))).toBe('declared held out by the author');
  });

  it('contradicts the author where documents are known to be in the training', () => {
    const check = (given: Declared['given'], own: Declared['corpus']) =>
      checkDeclared({ manifest: observe(true), given, corpus: own, text: declaredText });
    expect(() => check(null, corpus('training'))).toThrow(/1 of its 1 documents are in its training/);
    expect(() => check(null, corpus('validation'))).toThrow();
    expect(() => check(known(['b']), corpus('training'))).toThrow();
    expect(() => check(known(['a']), corpus('training'))).not.toThrow();
    expect(() => check(null, corpus('held-out'))).not.toThrow();
    // Trained on another corpus, or on one that nobody knows.
    expect(() => check(known(['b'], 'other'), corpus('training'))).not.toThrow();
    expect(() => check({}, corpus('training'))).not.toThrow();
    expect(() =>
      checkDeclared({ manifest: observe(), given: null, corpus: corpus('training'), text: declaredText }),
    ).not.toThrow();
  });
});

const tokens = [...'aaab|axab|aaxx'.replaceAll('|', '')];
const text: Text = {
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
  expect(richestFirst({ text, marks: [{ mask: new Uint8Array(12) }] }, 4).text).toEqual(text);
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
