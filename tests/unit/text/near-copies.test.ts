import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { loadCorpus } from '../../../runner/text/corpus.ts';
import { resemblance, signatureOf, withoutNearCopies } from '../../../runner/text/near-copies.ts';
import { observedDocuments } from '../../../runner/text/observe-text.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Sentences of random words: no two share a line but by accident. */
function prose(seed: number, words = 120): string {
  const { below } = random(seed, 77);
  return Array.from({ length: words }, () => `w${below(900).toString(36)}`).join(' ');
}
/** Share of the shingles of either text that are in both, by sets. */
function counted(a: string, b: string): number {
  const of = (text: string) => new Set(Array.from({ length: text.length - 23 }, (_, t) => text.slice(t, t + 24)));
  const [one, other] = [of(a), of(b)];
  return one.intersection(other).size / one.union(other).size;
}
const likeness = (a: string, b: string) => resemblance(signatureOf(a), signatureOf(b));

describe('texts that are nearly another', () => {
  it.each([0, 40, 80, 110])('share as many shingles as are counted (%d words of 120 in common)', (common) => {
    const words = prose(1).split(' ');
    const other = [...words.slice(0, common), ...prose(2).split(' ').slice(common)].join(' ');
    expect(Math.abs(likeness(words.join(' '), other) - counted(words.join(' '), other))).toBeLessThan(0.2);
  });

  it('are the same when they are, however short', () => {
    expect(likeness('a short one', 'a short one')).toBe(1);
    expect(likeness('a short one', 'another short one')).toBeLessThan(0.3);
  });

  it('are passed over, and counted, until enough others are found', () => {
    const texts = [prose(1), `${prose(1)} and an end`, prose(2), `${prose(2)}!`, prose(3), prose(4)];
    const { kept, copies } = withoutNearCopies(texts, (text) => text, 3);
    expect(kept).toEqual([texts[0], texts[2], texts[4]]);
    expect(copies).toBe(2);
  });
});

describe('held-out text', () => {
  const folder = temporaryFolder();

  it('is read once where documents differ in their last letters alone', async () => {
    const texts = Array.from({ length: 12 }, (_, n) => prose(n, 200));
    const copies = texts.flatMap((text) => ['one', 'two', 'three', 'four'].map((end) => `${text} ${end}.`));
    writeFileSync(join(folder.path, 'poems.txt'), copies.join('\n\n'));
    const settings = {
      source: ['poems.txt'],
      unit: 'word' as const,
      minimumCount: 1,
      proportion: 1,
      heldOut: 0.99,
      validation: 0,
    };
    const cut = { ...settings, documentLength: 64 };
    const corpus = await loadCorpus(cut, { cwd: folder.path, cacheDirectory: join(folder.path, 'cache') });
    const observe = { source: 'held-out', documents: 64, tokens: 65536, segment: 32 as const, warmUp: 4 };
    const { documents, nearCopies } = await observedDocuments(observe, { corpus, cwd: folder.path });
    const heldOut = corpus.documents.filter(({ split }) => split === 'held-out').length;
    expect(heldOut).toBeGreaterThan(36);
    expect(documents.length).toBeGreaterThan(8);
    expect(documents.length).toBeLessThan(16);
    expect(nearCopies).toBe(heldOut - documents.length);
  });
});
