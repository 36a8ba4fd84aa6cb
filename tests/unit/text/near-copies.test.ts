import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import type { Corpus } from '../../../runner/text/corpus.ts';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { nearlyKnown, withoutNearCopies, withoutTrainingCopies } from '../../../runner/text/near-copies.ts';
import { observedText } from '../../../runner/text/text.ts';
import { passedOver } from '../../../runner/wording/near-copies.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Sentences of random words: no two share a line but by accident. */
function prose(seed: number, words = 300): string[] {
  const { below } = random(seed, 78);
  return Array.from({ length: words }, () => `w${below(900).toString(36)}`);
}
/** The first words of one text and the rest of another. */
const mixed = (one: string[], other: string[], common: number): string =>
  [...one.slice(0, common), ...other.slice(common)].join(' ');
/** Share of the shingles of either text that are in both, by sets. */
function shared(a: string, b: string): number {
  const of = (text: string) => new Set(Array.from({ length: text.length - 23 }, (_, t) => text.slice(t, t + 24)));
  const [one, other] = [of(a), of(b)];
  return one.intersection(other).size / one.union(other).size;
}

const folder = temporaryFolder();
/** Of poems that blank lines part. */
const corpusOf = (poems: readonly string[], shares: { heldOut: number; validation: number }) => {
  folder.write('poems.txt', poems.join('\n\n'));
  const settings = { source: ['poems.txt'], unit: 'word' as const, minimumCount: 1, proportion: 1, documentLength: 64 };
  return readCorpus({ ...settings, ...shares }, { cwd: folder.path });
};
const observe = { source: 'held-out', documents: 64, tokens: 65_536, segment: 32, warmUp: 4 };
const observed = (corpus: Corpus) => observedText(observe, { corpus, cwd: folder.path });
/** Of each poem four copies, which fall to training or not by the hash of all letters. */
const copiesOf = (seeds: readonly number[]) =>
  seeds.flatMap((seed) => ['one', 'two', 'three', 'four'].map((end) => `${prose(seed, 200).join(' ')} ${end}.`));

describe('held-out documents that are nearly training text', () => {
  const shares = { heldOut: 0.4, validation: 0.1 };
  const trainedOn = ({ documents }: Corpus) =>
    new Set(documents.filter(({ split }) => split !== 'held-out').map(({ hash }) => hash));
  const splits = ({ documents }: Corpus) => documents.map(({ split }) => split);

  it('are left out, whatever their last letters are, and no others', async () => {
    const copies = copiesOf(Array.from({ length: 12 }, (_, n) => n + 100));
    const alone = Array.from({ length: 24 }, (_, n) => `${prose(n + 900, 200).join(' ')} alone.`);
    const corpus = await corpusOf([...copies, ...alone], shares);
    const { corpus: own, copies: count } = withoutTrainingCopies(corpus, trainedOn(corpus));
    const poem = ({ text }: { text: string }) => text.slice(0, 60);
    const known = new Set(corpus.documents.filter(({ split }) => split !== 'held-out').map(poem));
    const expected = corpus.documents.map((document) =>
      document.split === 'held-out' && known.has(poem(document)) ? 'left out' : document.split,
    );
    expect(splits(own)).toEqual(expected);
    expect(count).toBe(expected.filter((split) => split === 'left out').length);
    expect(count).toBeGreaterThan(8);
    expect(splits(own).filter((split) => split === 'held-out').length).toBeGreaterThan(5);
    // The rest of a document is what it was.
    const rest = ({ documents }: Corpus) => documents.map(({ hash, text }) => [hash, text]);
    expect(rest(own)).toEqual(rest(corpus));
    // Of a model that was trained on another text nothing is known by heart.
    expect(withoutTrainingCopies(corpus, new Set())).toEqual({ corpus, copies: 0 });
    const { documents } = await observed(own);
    const left = new Set(corpus.documents.filter((_, index) => expected[index] === 'left out').map(({ hash }) => hash));
    expect(documents.some(({ hash }) => left.has(hash))).toBe(false);
  });

  it('leave the corpus as it is where there are none, and are an error where there is nothing else', async () => {
    const poems = Array.from({ length: 30 }, (_, n) => `${prose(n + 300, 200).join(' ')}.`);
    const plain = await corpusOf(poems, shares);
    expect(withoutTrainingCopies(plain, trainedOn(plain))).toEqual({ corpus: plain, copies: 0 });
    const copies = Array.from({ length: 30 }, (_, n) => `${prose(7, 200).join(' ')} ${n}.`);
    const same = await corpusOf(copies, shares);
    expect(() => withoutTrainingCopies(same, trainedOn(same))).toThrow(InputError);
    expect(() => withoutTrainingCopies(same, trainedOn(same))).toThrow('nearly the text of one that the model is tr');
  });

  it('are told, each kind in a sentence', () => {
    expect(passedOver({ ofRead: 0, ofTraining: 0 })).toEqual([]);
    expect(passedOver({ ofRead: 1, ofTraining: 12 })).toEqual([
      '1 document is nearly the same as another that is read and is not read.',
      '12 documents are nearly the same as one of the training text and are not read.',
    ]);
  });
});

it('held-out texts that are nearly known are those that share three quarters of their shingles with one known text, to the shingle', () => {
  const [one, other] = [prose(1), prose(2)];
  const asked = Array.from({ length: 61 }, (_, n) => mixed(one, other, 5 * n));
  const known = one.join(' ');
  const near = nearlyKnown(asked, [prose(3).join(' '), known]);
  expect(near).toEqual(asked.map((text) => shared(text, known) >= 0.75));
  expect(near).toContain(true);
  expect(near).toContain(false);
});

it('held-out texts that are nearly known are not those of which the parts are known from many texts, nor a small part of a long one', () => {
  const text = prose(1);
  const halves = [mixed(text, prose(4), 150), mixed(prose(5), text, 150)];
  const long = [...text, ...prose(6, 3000)].join(' ');
  expect(nearlyKnown([text.join(' ')], [...halves, long])).toEqual([false]);
  expect(nearlyKnown([text.join(' ')], [...halves, `${text.join(' ')} and an end`])).toEqual([true]);
});

it('held-out texts that are nearly known are found however long the others are', () => {
  const [short, long] = [prose(41, 30).join(' '), prose(42, 900).join(' ')];
  expect(nearlyKnown([short, long], [short])).toEqual([true, false]);
  expect(nearlyKnown([long, short], [short])).toEqual([false, true]);
});

it('held-out texts that are nearly known are found by a sample of the shingles, where there are very many', () => {
  const texts = Array.from({ length: 480 }, (_, n) => prose(n + 10));
  const asked = texts.map((text) => text.join(' '));
  expect(asked.join('').length).toBeGreaterThan(2 ** 19);
  const known = texts.map((text, n) =>
    n % 4 === 0 ? `${text.slice(0, -4).join(' ')} an end` : mixed(text, prose(n + 5000), 150),
  );
  expect(nearlyKnown(asked, known)).toEqual(texts.map((_, n) => n % 4 === 0));
});

it.each([
  [[], ['some text'], []],
  [['some text', 'a'], [], [false, false]],
  [['a', 'b'], ['a'], [true, false]],
])('held-out texts that are nearly known may be none: of %j beside %j', (asked, known, near) => {
  expect(nearlyKnown(asked, known)).toEqual(near);
});

it('texts that are nearly another are passed over, and counted, until enough others are found', () => {
  const [one = '', two = '', ...others] = [1, 2, 3, 4].map((seed) => prose(seed, 120).join(' '));
  const texts = [one, `${one} and an end`, two, `${two}!`, ...others];
  const candidates = texts.map((text) => ({ length: text.length, text }));
  const { kept, copies } = withoutNearCopies(candidates, 3);
  expect(kept).toEqual([0, 2, 4].map((index) => candidates[index]));
  expect(copies).toBe(2);
});

it('held-out text is read once where documents differ in their last letters alone', async () => {
  const corpus = await corpusOf(copiesOf([...Array(12).keys()]), { heldOut: 0.99, validation: 0 });
  const { documents, nearCopies } = await observed(corpus);
  const heldOut = corpus.documents.filter(({ split }) => split === 'held-out').length;
  expect(heldOut).toBeGreaterThan(36);
  expect(documents.length).toBeGreaterThan(8);
  expect(documents.length).toBeLessThan(16);
  expect(nearCopies).toBe(heldOut - documents.length);
});
