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
const settings: Corpus['settings'] = {
  source: ['alice'],
  unit: 'word',
  minimumCount: 10,
  proportion: 1,
  heldOut: 0.2,
  validation: 0,
};
const observe = {
  source: 'held-out',
  documents: 128,
  tokens: 65536,
  segment: 256 as ObserveSettings['segment'],
  warmUp: 32,
};
const alice = await readCorpus(settings, place);
const heldOut = documentsOf(alice, 'held-out').sort((a, b) => (a.hash < b.hash ? -1 : 1));
const read = (changes: Partial<typeof observe>, corpus = alice) =>
  observedText({ ...observe, ...changes }, { corpus, cwd: folder.path });

describe('held-out text', () => {
  it('is two segments of each held-out document, in the order of hashes', async () => {
    const text = await read({});
    const placesOf = ({ hash, tokens }: (typeof heldOut)[number]) => segmentPlaces(hash, tokens, 2, 256);
    expect(text.tokens).toEqual(
      heldOut.flatMap((document) => {
        const whole = tokenize(document.text, 'word');
        return placesOf(document).flatMap((place) => whole.slice(place, place + 256));
      }),
    );
    expect(text.documents.map(({ places }) => places)).toEqual(heldOut.map(placesOf));
    expect(text.segments).toEqual(
      heldOut.flatMap((_, index) => [
        [index * 512, 256],
        [index * 512 + 256, 256],
      ]),
    );
    expect(text.documents.map(({ hash, source }) => ({ hash, source }))).toEqual(
      heldOut.map(({ hash }) => ({ hash, source: "Alice's Adventures in Wonderland" })),
    );
    expect(text.documents.map(({ whole }) => whole().join(''))).toEqual(heldOut.map((document) => document.text));
    expect(text.documentOfSegment).toEqual(heldOut.flatMap((_, index) => [index, index]));
    expect(text.documentStarts).toEqual(heldOut.map((_, index) => index * 512));
  });

  it('is encoded, and says which tokens are unknown', async () => {
    const { tokens, ids, unknown } = await read({});
    expect(unknown.length).toBeGreaterThan(0);
    expect(new Set(unknown)).toEqual(
      new Set(tokens.flatMap((token, t) => (alice.vocabulary.idOf(token) === undefined ? [t] : []))),
    );
    expect([...ids].filter((id) => id === 0)).toHaveLength(unknown.length);
  });

  it('is said to be so much of all that is held out', async () => {
    const { tokens, textTokens } = await read({});
    expect(textTokens).toBe(heldOut.reduce((sum, { text }) => sum + tokenize(text, 'word').length, 0));
    expect(tokens.length / textTokens).toBeGreaterThan(0.6);
    expect(tokens.length).toBeLessThan(textTokens);
  });

  it('is no more tokens than are asked for, and more segments of each document where they are short', async () => {
    expect((await read({ tokens: 600 })).segments).toHaveLength(2);
    expect((await read({ tokens: 256 * heldOut.length })).documentOfSegment).toEqual([...heldOut.keys()]);
    const short = await read({ segment: 64, warmUp: 8 });
    expect(short.segments).toHaveLength(8 * heldOut.length);
    expect((await read({ segment: 64, warmUp: 8, tokens: 3 * 64 * heldOut.length })).documents[0]?.places).toHaveLength(
      3,
    );
  });

  it('has nothing read before it, or the ids of a text', async () => {
    expect((await read({})).before).toEqual(new Int32Array());
    const { before } = await observedText({ ...observe, before: 'Alice said.' }, { corpus: alice, cwd: '.' });
    expect(Array.from(before, (id) => alice.vocabulary.tokens[id])).toEqual(['Alice', ' ', 'said', '.']);
  });

  it('is no more than the documents asked for', async () => {
    const text = await read({ documents: 3 });
    expect(text.documents.map(({ hash }) => hash)).toEqual(heldOut.slice(0, 3).map(({ hash }) => hash));
    expect(text.segments).toHaveLength(6);
  });

  it('gives one segment of each document when that reads more', async () => {
    const text = await read({ segment: 500 });
    expect(text.segments).toHaveLength(heldOut.length);
    expect(text.documentOfSegment).toEqual(heldOut.map((_, index) => index));
  });

  it('is one stream without segments', async () => {
    const text = await read({ segment: 'none', documents: 2 });
    expect(text.tokens.join('')).toBe(
      heldOut
        .slice(0, 2)
        .map((document) => document.text)
        .join(''),
    );
    expect(text.segments).toEqual([[0, text.tokens.length]]);
    expect(text.documents).toHaveLength(2);
    expect(text.documentOfSegment).toEqual([0]);
    const cut = text.documentStarts.map((start, d) => text.tokens.slice(start, text.documentStarts[d + 1]).join(''));
    expect(cut.map(documentHash)).toEqual(text.documents.map(({ hash }) => hash));
  });

  it('begins where sentences, lines or paragraphs do, with as many tokens of each as most have', async () => {
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

  it('begins where documents do', async () => {
    const { documents, segments } = await read({ segment: 'document' });
    expect(documents.map(({ places }) => places)).toEqual(documents.map(() => [0]));
    const lengths = heldOut.map(({ tokens }) => tokens).toSorted((a, b) => b - a);
    const length = segments[0]?.[1] ?? 0;
    expect(lengths).toContain(length);
    const readOf = (each: number) => each * lengths.filter((own) => own >= each).length;
    expect(readOf(length)).toBe(Math.max(...lengths.map(readOf)));
  });

  it('says that no line is long enough', async () => {
    const source = folder.write('letters.txt', 'a\n\n'.repeat(2000));
    await expect(read({ source, segment: 'sentence' })).rejects.toThrow(
      'letters.txt has no sentence of two tokens or more to read. Set observe.segment to a number of tokens',
    );
  });

  it('is read once although it stands in the corpus twice', async () => {
    const twice = await readCorpus({ ...settings, source: ['alice', 'alice'] }, place);
    expect((await read({}, twice)).documents).toHaveLength(heldOut.length);
  });

  it('says what to set when segments are longer than any document', async () => {
    await expect(read({ segment: 5000 })).rejects.toThrow(
      'No held-out document of alice fills a segment of 5000 tokens',
    );
    await expect(read({ segment: 5000 })).rejects.toThrow(
      /Set a smaller observe\.segment, as observe\.segment=\d+ observe\.warmUp=\d+, raise corpus\.heldOut/,
    );
  });

  it.each([256, 'document', 'paragraph'] as const)('is not of fewer tokens than one segment of %s', async (segment) => {
    await expect(read({ segment, tokens: 8 })).rejects.toThrow(
      /^observe\.tokens is 8, and a segment has \d+ tokens\..*Raise observe\.tokens to \d+ or more/,
    );
  });

  it('says what to set when nothing is held out', async () => {
    const none = await readCorpus({ ...settings, heldOut: 0 }, place);
    await expect(read({}, none)).rejects.toThrow(
      'No document of alice is held out, so there is no text to observe. With corpus.heldOut 0, none of the',
    );
  });
});

describe('the segments of each document', () => {
  const bounds = { documents: 128, tokens: 65536, segment: 256 };
  const alike = (count: number, length: number) => Array.from({ length: count }, () => Math.floor(length / 256));

  it('are as many as make the tokens that are asked for', () => {
    expect(segmentsOfEach(alike(500, 10_000), bounds)).toBe(2);
    expect(segmentsOfEach(alike(40, 10_000), bounds)).toBe(6);
    expect(segmentsOfEach(alike(3, 100_000), bounds)).toBe(85);
    expect(segmentsOfEach(alike(500, 10_000), { ...bounds, tokens: 256 })).toBe(1);
    expect(segmentsOfEach(alike(500, 10_000), { ...bounds, documents: 8 })).toBe(32);
  });

  it('are no more than most documents can give', () => {
    expect(segmentsOfEach(alike(500, 600), { ...bounds, documents: 10 })).toBe(2);
    expect(segmentsOfEach([...alike(90, 600), ...alike(10, 300)], bounds)).toBe(2);
    // Two of each would be 140 of 70 documents for 100 of 100: more text, but fewer documents to swap.
    expect(segmentsOfEach([...alike(70, 600), ...alike(30, 300)], bounds)).toBe(1);
    expect(segmentsOfEach([...alike(100, 300), ...alike(1, 1_000_000)], bounds)).toBe(1);
  });
});

describe('the text of a file', () => {
  const line = 'the cat said it was so.\n';

  it('is cut like a corpus, in its own order', async () => {
    // Of three numbers each, so that the second document is not the first again.
    const lines = Array.from({ length: 100 }, (_, n) => `the ${n} said ${n * n} was ${n ** 3}.\n`);
    const source = folder.write('long.txt', lines.join(''));
    const text = await read({ source });
    // A line has 13 tokens, a document 40 lines; the rest of 20 lines belongs to the second.
    expect(text.segments).toEqual([
      [0, 256],
      [256, 256],
      [512, 256],
      [768, 256],
    ]);
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
    const text = await read({ source: folder.write('short.txt', line.repeat(2)) });
    expect(text.segments).toEqual([[0, 26]]);
    expect(text.documents).toHaveLength(1);
  });

  it('is one stream, to its last token, without segments', async () => {
    const source = folder.write('long.txt', line.repeat(100));
    const text = await read({ source, segment: 'none', documents: 1 });
    expect(text.tokens.join('')).toBe(line.repeat(100));
    expect(text.segments).toEqual([[0, 1300]]);
  });

  it('says what to set when its documents are shorter than a segment', async () => {
    const source = folder.write('long.txt', line.repeat(100));
    await expect(read({ source, segment: 1000 })).rejects.toThrow(
      'No document of long.txt fills a segment of 1000 tokens. The longest of 2 (1300 tokens in all) has 780. Set a smaller observe.segment, as observe.segment=512 observe.warmUp=64, or observe.segment=none',
    );
  });

  it('that is missing brings up the right name', async () => {
    await expect(read({ source: 'heldout' })).rejects.toThrow('Did you mean "held-out"?');
  });
});
