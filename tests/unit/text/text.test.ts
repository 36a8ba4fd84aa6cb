import { describe, expect, it } from 'vitest';
import { type Corpus, documentsOf, readCorpus } from '../../../runner/text/corpus.ts';
import { naturalStretches, segmentPlaces, segmentsOfEach } from '../../../runner/text/segments.ts';
import type { ObserveSettings } from '../../../runner/text/settings.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { observedText } from '../../../runner/text/text.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const place = { cwd: folder.path };
const shares = { minimumCount: 10, proportion: 1, heldOut: 0.2, validation: 0 };
const settings: Corpus['settings'] = { source: ['alice'], unit: 'word', ...shares };
const observe = { source: 'held-out', documents: 128, tokens: 65536, segment: 256, warmUp: 32 } as ObserveSettings;
const alice = await readCorpus(settings, place);
const heldOut = documentsOf(alice, 'held-out').sort((a, b) => (a.hash < b.hash ? -1 : 1));
const read = (changes: Partial<typeof observe>, corpus = alice) =>
  observedText({ ...observe, ...changes }, { corpus, cwd: folder.path });

it('held-out text is two segments of each held-out document, in the order of hashes', async () => {
  const text = await read({});
  const places = heldOut.map(({ hash, tokens }) => segmentPlaces(hash, tokens, 2, 256));
  const words = heldOut.map((document) => tokenize(document.text, 'word'));
  expect(text.tokens).toEqual(
    words.flatMap((whole, d) => (places[d] ?? []).flatMap((place) => whole.slice(place, place + 256))),
  );
  expect(text.segments).toEqual(heldOut.flatMap((_, d) => [0, 256].map((start) => [512 * d + start, 256])));
  expect(text.documents).toMatchObject(
    heldOut.map(({ hash }, d) => ({ hash, source: "Alice's Adventures in Wonderland", places: places[d] })),
  );
  expect(text.documents.map(({ whole }) => whole())).toEqual(words);
  expect(text.documentOfSegment).toEqual(heldOut.flatMap((_, d) => [d, d]));
  expect(text.documentStarts).toEqual(heldOut.map((_, d) => d * 512));
});

it('held-out text is encoded, says which tokens are unknown, and how much of all that is held out it is', async () => {
  const { tokens, ids, unknown, textTokens, before } = await read({});
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown).toEqual(tokens.flatMap((token, t) => (alice.vocabulary.idOf(token) === undefined ? [t] : [])));
  expect([...ids].filter((id) => id === 0)).toHaveLength(unknown.length);
  expect(textTokens).toBe(heldOut.reduce((sum, { text }) => sum + tokenize(text, 'word').length, 0));
  expect(tokens.length / textTokens).toBeGreaterThan(0.6);
  expect(tokens.length).toBeLessThan(textTokens);
  expect(before).toEqual(new Int32Array());
});

it.each<[Partial<typeof observe>, segments: number, each: number]>([
  [{ tokens: 600 }, 2, 1],
  [{ tokens: 256 * heldOut.length }, heldOut.length, 1],
  [{ segment: 64, warmUp: 8 }, 8 * heldOut.length, 8],
  [{ segment: 64, warmUp: 8, tokens: 3 * 64 * heldOut.length }, 3 * heldOut.length, 3],
  [{ documents: 3 }, 6, 2],
  // One of each where that reads more.
  [{ segment: 500 }, heldOut.length, 1],
])('held-out text of %j is %i segments, %i of each document', async (changes, segments, each) => {
  const text = await read(changes);
  expect(text.segments).toHaveLength(segments);
  expect(text.documents.map(({ places }) => places.length)).toEqual(Array(segments / each).fill(each));
  expect(text.documents.map(({ hash }) => hash)).toEqual(heldOut.slice(0, segments / each).map(({ hash }) => hash));
});

it('held-out text may have a text read before it', async () => {
  const { before } = await observedText({ ...observe, before: 'Alice said.' }, { corpus: alice, cwd: '.' });
  expect(Array.from(before, (id) => alice.vocabulary.tokens[id])).toEqual(['Alice', ' ', 'said', '.']);
});

it('held-out text is one stream without segments', async () => {
  const text = await read({ segment: 'none', documents: 2 });
  const two = heldOut.slice(0, 2);
  expect(text.tokens.join('')).toBe(two.map((document) => document.text).join(''));
  expect(text).toMatchObject({ segments: [[0, text.tokens.length]], documentOfSegment: [0] });
  const cut = text.documentStarts.map((start, d) => text.tokens.slice(start, text.documentStarts[d + 1]).join(''));
  expect(cut.map(documentHash)).toEqual(two.map(({ hash }) => hash));
  expect(text.documents.map(({ hash }) => hash)).toEqual(two.map(({ hash }) => hash));
});

it('held-out text begins where sentences, lines or paragraphs do, with as many tokens of each as most have', async () => {
  for (const segment of ['sentence', 'line', 'paragraph'] as const) {
    const { documents, segments, tokens } = await read({ segment });
    const length = segments[0]?.[1] ?? 0;
    expect(length).toBeGreaterThan(4);
    expect(documents.length).toBeGreaterThan(2);
    expect(tokens).toHaveLength(segments.length * length);
    expect(tokens).toEqual(
      documents.flatMap(({ whole, places }) => places.flatMap((place) => whole().slice(place, place + length))),
    );
    for (const { whole, places } of documents) {
      const stretches = naturalStretches(segment, whole(), alice);
      const able = new Set(stretches.flatMap(([start, end]) => (end - start >= length ? [start] : [])));
      expect(places.filter((place) => !able.has(place))).toEqual([]);
      expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      // As many as every document gives, and no more than there are.
      expect(places).toHaveLength(segments.length / documents.length);
    }
  }
});

it('held-out text begins where documents do', async () => {
  const { documents, segments } = await read({ segment: 'document' });
  expect(documents.map(({ places }) => places)).toEqual(documents.map(() => [0]));
  const lengths = heldOut.map(({ tokens }) => tokens).toSorted((a, b) => b - a);
  const length = segments[0]?.[1] ?? 0;
  expect(lengths).toContain(length);
  const readOf = (each: number) => each * lengths.filter((own) => own >= each).length;
  expect(readOf(length)).toBe(Math.max(...lengths.map(readOf)));
});

it('held-out text says what to set when nothing is held out', async () => {
  const none = await readCorpus({ ...settings, heldOut: 0 }, place);
  await expect(read({}, none)).rejects.toThrow('No document of alice is held out, so there is no text to observe.');
});

type Bounds = Partial<Parameters<typeof segmentsOfEach>[1]>;
it.each<[string, each: number, Bounds, ...documents: [count: number, length: number][]]>([
  ['as many as make the tokens that are asked for', 2, {}, [500, 10_000]],
  ['more of few', 6, {}, [40, 10_000]],
  ['many more of fewer', 85, {}, [3, 100_000]],
  ['one at least', 1, { tokens: 256 }, [500, 10_000]],
  ['more where few documents are asked for', 32, { documents: 8 }, [500, 10_000]],
  ['no more than each can give', 2, { documents: 10 }, [500, 600]],
  ['no more than most can give', 2, {}, [90, 600], [10, 300]],
  // Two of each would be 140 of 70 documents for 100 of 100: more text, but fewer documents to swap.
  ['fewer where more documents have them', 1, {}, [70, 600], [30, 300]],
  ['no more for one that is long', 1, {}, [100, 300], [1, 1_000_000]],
])('the segments of each document are %s: %i', (_, each, given, ...documents) => {
  const able = documents.flatMap(([count, length]) => Array.from({ length: count }, () => Math.floor(length / 256)));
  expect(segmentsOfEach(able, { documents: 128, tokens: 65536, segment: 256, ...given })).toBe(each);
});

describe('the text of a file', () => {
  const line = 'the cat said it was so.\n';

  it('is cut like a corpus, in its own order', async () => {
    // Of three numbers each, so that the second document is not the first again.
    const lines = Array.from({ length: 100 }, (_, n) => `the ${n} said ${n * n} was ${n ** 3}.\n`);
    const source = folder.write('long.txt', lines.join(''));
    const text = await read({ source });
    // A line has 13 tokens, a document 40 lines; the rest of 20 lines belongs to the second.
    expect(text.segments).toEqual([0, 256, 512, 768].map((start) => [start, 256]));
    const halves = [lines.slice(0, 40), lines.slice(40)];
    expect(text.documents.map(({ hash }) => hash)).toEqual(halves.map((own) => documentHash(own.join(''))));
    const place = text.documents[1]?.places[0] ?? -1;
    const second = tokenize(lines.slice(40).join(''), 'word');
    expect(text.tokens.slice(512, 768)).toEqual(second.slice(place, place + 256));
    expect(text.textTokens).toBe(1300);
    expect(text.nearCopies).toBe(0);
  });

  it('is read once where a document is the same again', async () => {
    const source = folder.write('twice.txt', line.repeat(100));
    const text = await read({ source });
    expect(text.documents.map(({ hash }) => hash)).toEqual([documentHash(line.repeat(40))]);
    expect(text.nearCopies).toBe(1);
  });

  it('is one stream when it is shorter than a segment', async () => {
    const short = await read({ source: folder.write('short.txt', line.repeat(2)) });
    expect([short.segments, short.documents.length]).toEqual([[[0, 26]], 1]);
  });
});

it.each<[Partial<typeof observe>]>([
  [{ segment: 5000 }],
  [{ tokens: 8 }],
  [{ tokens: 8, segment: 'document' }],
  [{ tokens: 8, segment: 'paragraph' }],
  [{ source: 'letters.txt', segment: 'sentence' }],
  [{ source: 'lines.txt', segment: 1000 }],
  [{ source: 'heldout' }],
])('what cannot be observed is told, with what to set: %j', async (changes) => {
  folder.write('letters.txt', 'a\n\n'.repeat(2000));
  folder.write('lines.txt', 'the cat said it was so.\n'.repeat(100));
  const error = await read(changes).catch((reason: Error) => reason);
  expect(String(error).replace(folder.path, '<folder>')).toMatchSnapshot();
});
