import { expect, it } from 'vitest';
import { documentsOf, readCorpus } from '../../../runner/text/corpus.ts';
import type { CorpusSettings } from '../../../runner/text/settings.ts';
import { documentHash, splitOf } from '../../../runner/text/splits.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
folder.write('a.txt', 'A cat.\n'.repeat(400));
folder.write('b.txt', 'A dog.');
const shares = { minimumCount: 3, proportion: 1, heldOut: 0.2, validation: 0.1 };
const settings: CorpusSettings = { source: ['alice'], unit: 'word', ...shares };
const read = (changes: Partial<CorpusSettings> = {}, vocabulary?: Vocabulary) =>
  readCorpus({ ...settings, ...changes }, { cwd: folder.path, vocabulary });
const alice = await read();

it('a corpus is the text of its sources, document by document, with the hash of its files one after the other', async () => {
  const corpus = await read({ source: ['a.txt', 'b.txt'] });
  const sources = ['a.txt', 'b.txt'].map((name) => ({ name, credit: null }));
  expect(corpus).toMatchObject({ name: 'a.txt, b.txt', sources });
  expect(corpus.documents.map(({ source }) => source)).toEqual([0, 0, 0, 1]);
  expect(corpus.documents.map(({ text }) => text).join('')).toBe(`${'A cat.\n'.repeat(400)}A dog.`);
  // cat a.txt b.txt | sha256sum
  expect(corpus.hash).toBe('761d6f1d6cc5f62c6ea89d31de015bc1450b73aacd11d19619c39f71f7412520');
});

it('a corpus encodes each document with its vocabulary, and splits by its hash', () => {
  const { documents, vocabulary } = alice;
  for (const { text, ids, tokens, hash, split } of documents) {
    const words = tokenize(text, 'word');
    const known = words.map((token) => (vocabulary.idOf(token) === undefined ? '<unk>' : token));
    expect([...ids].map((id) => vocabulary.tokens[id])).toEqual(known);
    expect([tokens, hash, split]).toEqual([words.length, documentHash(text), splitOf(hash, settings)]);
  }
  for (const split of ['held-out', 'validation', 'training'] as const)
    expect(documentsOf(alice, split).length).toBeGreaterThan(0);
});

it('a corpus takes its vocabulary from the training documents alone', () => {
  const counts = new Map<string, number>();
  for (const { text } of documentsOf(alice, 'training')) {
    for (const token of text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [])
      counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const frequent = [...counts].filter(([, count]) => count >= 3).map(([token]) => token);
  expect(new Set(alice.vocabulary.tokens)).toEqual(new Set(['<unk>', ...frequent]));
});

it('a corpus leaves training documents out when a share is asked for, and others not', async () => {
  const half = await read({ proportion: 0.5 });
  const hashes = (corpus: typeof half) => documentsOf(corpus, 'held-out').map(({ hash }) => hash);
  expect(hashes(half)).toEqual(hashes(alice));
  const kept = documentsOf(half, 'training').length;
  expect(kept).toBeLessThan(documentsOf(alice, 'training').length);
  expect(kept + documentsOf(half, 'left out').length).toBe(documentsOf(alice, 'training').length);
  expect(half.vocabulary.size).toBeLessThan(alice.vocabulary.size);
});

it('a corpus reads with the vocabulary of a checkpoint when there is one', async () => {
  const vocabulary = new Vocabulary(['<unk>', ' ', 'cat']);
  const corpus = await read({ source: ['a.txt'] }, vocabulary);
  expect(corpus.vocabulary).toBe(vocabulary);
  expect(corpus.documents.flatMap(({ ids }) => [...ids]).slice(0, 5)).toEqual([0, 1, 2, 0, 0]);
});

it('a corpus says which character a model does not know, and where in the file', async () => {
  folder.write('c.txt', `${'ab\n'.repeat(400)}é`);
  const reading = read({ source: ['b.txt', 'c.txt'], unit: 'character' }, new Vocabulary([...'ab\nA dog.']));
  await expect(reading).rejects.toThrow('c.txt holds the character "é" (U+00E9) at token 1200');
});

it('a corpus of characters knows each character; half of one is none', async () => {
  folder.write('d.txt', 'aab😀\n'.repeat(20));
  folder.write('e.jsonl', `${JSON.stringify({ text: 'a\ud83d' })}\n`.repeat(3));
  const all = { unit: 'character', heldOut: 0, validation: 0 } as const;
  expect((await read({ source: ['d.txt'], ...all })).vocabulary.tokens).toEqual(['<unk>', 'a', '\n', 'b', '😀']);
  expect((await read({ source: ['e.jsonl'], ...all })).vocabulary.tokens).toEqual(['<unk>', 'a', '\ufffd']);
});
