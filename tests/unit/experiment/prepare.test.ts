import { expect, it } from 'vitest';
import { checkNeurons } from '../../../runner/experiment/pairs/read-pairs.ts';
import { checkDeclared, sortByCoverage } from '../../../runner/experiment/prepare.ts';
import { anObservedText } from './observed-text.ts';

type Declared = Parameters<typeof checkDeclared>[0];

const corpus = (split: string, hash = 'c') => ({ hash, documents: [{ hash: 'a', split }] }) as Declared['corpus'];
const known = (heldOut: string[], hash = 'c') => ({ training: { corpus: { name: 'x', hash, heldOut } } });

it.each<[string, object | null, Declared['corpus'], boolean | undefined, boolean]>([
  ['are trained on here', null, corpus('training'), true, true],
  ['train here when to stop', null, corpus('validation'), true, true],
  ['are held out here', null, corpus('held-out'), true, false],
  ['are in the training of the checkpoint', known(['b']), corpus('training'), true, true],
  ['are held out of the checkpoint', known(['a']), corpus('training'), true, false],
  ['are of another corpus than the checkpoint', known(['b'], 'other'), corpus('training'), true, false],
  ['are given to a checkpoint of which nobody knows', {}, corpus('training'), true, false],
  ['are declared by nobody', null, corpus('training'), undefined, false],
])(
  'documents that %s contradict an author who declares them held out, or not',
  (_, given, own, heldOut, contradict) => {
    const declared = { manifest: { observe: { heldOut } }, given, corpus: own, text: { documents: [{ hash: 'a' }] } };
    const check = expect(() => checkDeclared(declared as unknown as Declared));
    if (contradict) check.toThrow(/1 of its 1 documents are in its training/);
    else check.not.toThrow();
  },
);

it('a neuron that the layer does not have is named', () => {
  expect(() => checkNeurons('neurons', [4, 9], 5)).toThrow(/neurons names 9, and the layer has 5 neurons/);
  expect(() => checkNeurons('neurons', [5], 5)).toThrow();
  expect(() => checkNeurons('neurons', [0, 4], 5)).not.toThrow();
});

const letters = 'aaab axab aaxx'.replaceAll(' ', '');
const text = {
  ...anObservedText({
    sources: { a: 1, b: 1, c: 1 },
    length: 4,
    hash: (d) => ['one', 'two', 'three'][d] ?? '',
    id: (t) => 'abx'.indexOf(letters[t] ?? ''),
  }),
  tokens: [...letters],
  unknown: [5, 10, 11],
  documentNumbers: [7, 8, 9],
};
const marksOf = (token: string) => ({ mask: Uint8Array.from(letters, (each) => Number(each === token)) });
const shownFirst = (marks: { mask: Uint8Array }[], tokens: number) => {
  const { text: shown, marks: own } = sortByCoverage({ text, marks }, tokens);
  return { ...shown, words: shown.tokens.join(''), masks: own.map(({ mask }) => [...mask].join('')) };
};

it('shows the document with most of the features, with everything that belongs to it', () => {
  const shown = shownFirst([marksOf('x')], 4);
  expect(shown).toMatchObject({ words: 'aaxxaxabaaab', masks: ['001101000000'], unknown: [2, 3, 5] });
  expect([...shown.ids].map((id) => 'abx'[id]).join('')).toBe('aaxxaxabaaab');
  expect(shown.documents.map(({ hash, source }) => hash + source)).toEqual(['threec', 'twob', 'onea']);
  expect(shown.documentNumbers).toEqual([9, 8, 7]);
  // What was given is left as it is.
  expect(text.tokens.join('')).toBe(letters);
});

it('counts only the tokens that are shown, and each feature', () => {
  // Of the third document's first two tokens none is marked; the second has both.
  expect(shownFirst([marksOf('x')], 2).words).toBe('axabaaabaaxx');
  const both = [marksOf('x'), marksOf('b')];
  expect(shownFirst(both, 4).documents[0]?.hash).toBe('two');
});

it('leaves texts as they are that gain nothing, or whose documents are unequal', () => {
  expect(sortByCoverage({ text, marks: [{ mask: new Uint8Array(12) }] }, 4).text).toEqual(text);
  const unequal = { ...text, documentStarts: [0, 3, 8] };
  expect(sortByCoverage({ text: unequal, marks: [marksOf('x')] }, 4).text).toBe(unequal);
});

it('goes on with the next documents where more tokens are shown than the first has', () => {
  // One mark in the first document, none in the second, two in the third.
  const marks = [{ mask: Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]) }];
  const shown = shownFirst(marks, 5);
  expect(shown).toMatchObject({ words: 'aaxxaaabaxab', masks: ['110010000000'], unknown: [2, 3, 9] });
  expect(shown.documents.map(({ hash }) => hash)).toEqual(['three', 'one', 'two']);
  expect(shownFirst(marks, 4).words).toBe('aaxxaxabaaab');
});
