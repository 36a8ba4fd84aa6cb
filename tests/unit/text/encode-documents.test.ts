import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Cut } from '../../../runner/core/cut.ts';
import { random } from '../../../runner/core/random.ts';
import { ByteStore } from '../../../runner/text/byte-store.ts';
import { type DocumentKind, splitDocuments } from '../../../runner/text/documents.ts';
import { encodeDocuments } from '../../../runner/text/encode-documents.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { buildVocabulary } from '../../../runner/text/vocabulary.ts';

/** Words, marks, long words, letters of all lengths, and line breaks, some of them far apart. */
function textOf(seed: number, length: number): string {
  const draw = random(seed);
  const parts = ['a', 'word', ' ', ' ', '.', '猫', '😀', 'é', 'an_uncommonly_long_word', '5', ' <eos> \n', '\n'];
  const breaks = 1 + draw.below(40);
  return Array.from({ length }, () => {
    const part = parts[draw.below(parts.length)] ?? '';
    return part === '\n' && draw.below(breaks) > 0 ? 'b' : part;
  }).join('');
}

interface How {
  cut: Cut;
  limit: number;
  documentLength?: number;
  kind?: DocumentKind;
}

function encode(texts: readonly (string | string[])[], { cut, limit, documentLength = 512, kind }: How) {
  const newStore = () => new ByteStore(tmpdir(), limit);
  const [all, ids] = [newStore(), newStore()];
  const sources = texts.map((given, index) => {
    const pieces = [given].flat();
    for (const piece of pieces) all.append(Buffer.from(piece));
    const lengths = pieces.map((piece) => Buffer.byteLength(piece));
    return { name: `${index}`, whole: Array.isArray(given), texts: lengths };
  });
  const unit = cut === 'whitespace' ? { unit: 'word' as const, tokens: cut } : { unit: cut };
  const shares = { proportion: 1, heldOut: 0.5, validation: 0 };
  const settings = { source: [], ...unit, minimumCount: 3, documentLength, documents: kind, ...shares };
  const result = encodeDocuments(sources, { texts: all, ids }, settings);
  return { ...result, ids: result.documents.flatMap((document) => [...document.ids]) };
}

describe.each([
  ['in memory', 1e9],
  ['on disk', 1000],
])('documents %s', (_, limit) => {
  it.each(['word', 'character', 'whitespace'] as const)(
    'cut by %s are what cutting, tokenizing and counting one by one give',
    (cut) => {
      for (let seed = 0; seed < 6; seed++) {
        const whole = [textOf(seed, 40), textOf(seed + 100, 3000)];
        const long = textOf(seed + 200, 200 * (1 + ((7 * seed) % 20)));
        const length = [64, 200, 512][seed % 3] ?? 512;
        const { vocabulary, documents, ids } = encode([long, whole, 'short'], {
          cut,
          limit,
          documentLength: length,
        });
        const expected = [...splitDocuments(long, cut, length), ...whole, 'short'];
        expect(documents.map(({ hash }) => hash)).toEqual(expected.map(documentHash));
        expect(documents.map(({ text }) => text)).toEqual(expected);
        expect(documents.map(({ tokens }) => tokens)).toEqual(expected.map((text) => tokenize(text, cut).length));
        const counts = new Map<string, number>();
        for (const text of expected.filter((text) => documentHash(text) >= '8')) {
          for (const token of tokenize(text, cut)) counts.set(token, (counts.get(token) ?? 0) + 1);
        }
        const known = buildVocabulary(counts, 3);
        expect(vocabulary.tokens).toEqual(known.tokens);
        expect(ids).toEqual(expected.flatMap((text) => [...known.encode(tokenize(text, cut)).ids]));
      }
    },
  );
});

it('of programs each file is cut before a definition, wherever a block ends', () => {
  for (let seed = 0; seed < 4; seed++) {
    const files = [textOf(seed, 400), textOf(seed + 100, 90_000)];
    const { documents } = encode([files], { cut: 'word', limit: 1e7, documentLength: 64, kind: 'definitions' });
    const expected = files.flatMap((text) => splitDocuments(text, 'word', 64, 'definitions'));
    expect(documents.map(({ hash }) => hash)).toEqual(expected.map(documentHash));
    expect(documents.length).toBeGreaterThan(2);
  }
});

it('a text without any place to cut at is read whole', () => {
  const text = 'x'.repeat(3 << 20);
  const { documents } = encode([text], { cut: 'word', limit: 1e6 });
  expect(documents).toMatchObject([{ text, tokens: 1, hash: documentHash(text) }]);
});

it.each(['word', 'character', 'whitespace'] as const)(
  'lines longer than what is read in one go are not cut (%s)',
  (cut) => {
    const text = `${'a word or two '.repeat(12_000)}\n${'b '.repeat(3000)}\n`.repeat(2);
    const { documents } = encode([text], { cut, limit: 1e7 });
    expect(documents.map(({ hash }) => hash)).toEqual(splitDocuments(text, cut).map(documentHash));
    expect(documents).toHaveLength(4);
  },
);

it('a written end of a line and the line break behind it are one token where what is read in one go ends between them', () => {
  const text = `${'b '.repeat((1 << 15) - 3)}<eos> \nb\n`;
  const { documents } = encode([text], { cut: 'whitespace', limit: 1e7 });
  expect(documents).toMatchObject([{ tokens: (1 << 15) - 3 + 3 }]);
});
