import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentsOf, readCorpus } from '../../../runner/text/corpus.ts';
import type { CorpusSettings } from '../../../runner/text/settings.ts';
import { documentHash, splitOf } from '../../../runner/text/splits.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const cacheDirectory = join(folder.path, 'cache');
const place = { cwd: folder.path, cacheDirectory };
const settings: CorpusSettings = {
  source: ['alice'],
  unit: 'word',
  minimumCount: 3,
  proportion: 1,
  heldOut: 0.2,
  validation: 0.1,
};

describe('a corpus', () => {
  it('is the text of its sources, document by document', async () => {
    folder.write('a.txt', 'A cat.\n'.repeat(400));
    folder.write('b.txt', 'A dog.');
    const corpus = await readCorpus({ ...settings, source: ['a.txt', 'b.txt'] }, place);
    expect(corpus.name).toBe('a.txt, b.txt');
    expect(corpus.sources).toEqual([
      { name: 'a.txt', credit: null },
      { name: 'b.txt', credit: null },
    ]);
    expect(corpus.documents.map(({ source }) => source)).toEqual([0, 0, 0, 1]);
    expect(corpus.documents.map(({ text }) => text).join('')).toBe(`${'A cat.\n'.repeat(400)}A dog.`);
  });

  it('has the hash of its files one after the other', async () => {
    const { hash } = await readCorpus({ ...settings, source: ['a.txt', 'b.txt'] }, place);
    // cat a.txt b.txt | sha256sum
    expect(hash).toBe('761d6f1d6cc5f62c6ea89d31de015bc1450b73aacd11d19619c39f71f7412520');
  });

  it('encodes each document with its vocabulary', async () => {
    const { documents, vocabulary } = await readCorpus(settings, place);
    for (const { text, ids, hash } of documents) {
      expect([...ids].map((id) => vocabulary.tokens[id])).toEqual(
        tokenize(text, 'word').map((token) => (vocabulary.idOf(token) === undefined ? '<unk>' : token)),
      );
      expect(hash).toBe(documentHash(text));
    }
  });

  it('splits by the hashes of its documents', async () => {
    const corpus = await readCorpus(settings, place);
    expect(corpus.documents.map(({ split }) => split)).toEqual(
      corpus.documents.map(({ hash }) => splitOf(hash, settings)),
    );
    for (const split of ['held-out', 'validation', 'training'] as const) {
      expect(documentsOf(corpus, split).length).toBeGreaterThan(0);
    }
  });

  it('takes its vocabulary from the training documents alone', async () => {
    const corpus = await readCorpus(settings, place);
    const counts = new Map<string, number>();
    for (const { text } of documentsOf(corpus, 'training')) {
      for (const token of text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [])
        counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    const frequent = [...counts].filter(([, count]) => count >= 3).map(([token]) => token);
    expect(new Set(corpus.vocabulary.tokens)).toEqual(new Set(['<unk>', ...frequent]));
  });

  it('leaves training documents out when a share is asked for, and others not', async () => {
    const whole = await readCorpus(settings, place);
    const half = await readCorpus({ ...settings, proportion: 0.5 }, place);
    expect(documentsOf(half, 'held-out').map(({ hash }) => hash)).toEqual(
      documentsOf(whole, 'held-out').map(({ hash }) => hash),
    );
    const kept = documentsOf(half, 'training').length;
    expect(kept).toBeLessThan(documentsOf(whole, 'training').length);
    expect(kept + documentsOf(half, 'left out').length).toBe(documentsOf(whole, 'training').length);
    expect(half.vocabulary.size).toBeLessThan(whole.vocabulary.size);
  });

  it('reads with the vocabulary of a checkpoint when there is one', async () => {
    const vocabulary = new Vocabulary(['<unk>', ' ', 'cat']);
    const corpus = await readCorpus({ ...settings, source: ['a.txt'] }, { ...place, vocabulary });
    expect(corpus.vocabulary).toBe(vocabulary);
    expect(corpus.documents.flatMap(({ ids }) => [...ids]).slice(0, 5)).toEqual([0, 1, 2, 0, 0]);
  });

  it('says which character a model does not know, and where in the file', async () => {
    folder.write('c.txt', `${'ab\n'.repeat(400)}é`);
    const vocabulary = new Vocabulary(['a', 'b', '\n']);
    const loading = readCorpus(
      { ...settings, source: ['b.txt', 'c.txt'], unit: 'character' },
      { ...place, vocabulary: new Vocabulary([...vocabulary.tokens, ...'A dog.']) },
    );
    await expect(loading).rejects.toThrow('c.txt holds the character "é" (U+00E9) at token 1200');
  });

  it('of characters knows each character', async () => {
    folder.write('d.txt', 'aab😀\n'.repeat(20));
    const { vocabulary } = await readCorpus(
      { ...settings, source: ['d.txt'], unit: 'character', heldOut: 0, validation: 0 },
      place,
    );
    expect(vocabulary.tokens).toEqual(['<unk>', 'a', '\n', 'b', '😀']);
  });
});

it('a corpus tells apart files that are the same only when joined', async () => {
  folder.write('ab.txt', 'ab\n');
  folder.write('empty-line.txt', '\n');
  folder.write('ab-only.txt', 'ab');
  const one = await readCorpus({ ...settings, source: ['ab-only.txt', 'empty-line.txt'] }, place);
  const other = await readCorpus({ ...settings, source: ['ab.txt'] }, place);
  expect(one.hash).toBe(other.hash);
  expect([one.documents.length, other.documents.length]).toEqual([2, 1]);
});
