/** Cutting a text loses nothing: what was cut can be put together again, and labels stand where they stood. */
import { describe, expect, it } from 'vitest';
import { joinTokens } from '../../../runner/core/cut.ts';
import { cutDocuments } from '../../../runner/text/documents.ts';
import { markLabels } from '../../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../../runner/text/labels/labels/spans.ts';
import { joinParagraphs, paragraphsOf } from '../../../runner/text/paragraphs.ts';
import { regroup } from '../../../runner/text/regroup.ts';
import { countTokens, isWord, tokenize } from '../../../runner/text/tokens.ts';
import { buildVocabulary, unknownToken, Vocabulary } from '../../../runner/text/vocabulary.ts';
import { anyText, fc } from './seed.ts';

const wordOrCharacter = fc.constantFrom('word', 'character');

describe('tokens', () => {
  it('joined are the text, and as many as are counted', () => {
    fc.assert(
      fc.property(anyText, wordOrCharacter, (text, cut) => {
        const tokens = tokenize(text, cut);
        expect(joinTokens(tokens, cut)).toBe(text);
        expect(tokens).not.toContain('');
        expect(countTokens(text, cut)).toBe(tokens.length);
      }),
    );
  });

  it('of a text that is tokenized already are the same when they are joined and cut again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenize(text, 'whitespace');
        expect(tokenize(joinTokens(tokens, 'whitespace'), 'whitespace')).toEqual(tokens);
        expect(countTokens(text, 'whitespace')).toBe(tokens.length);
        expect(tokens.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });

  it('are words and single other characters, and no two words stand side by side', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenize(text, 'word');
        tokens.forEach((token, t) => {
          if (isWord(token)) expect(isWord(tokens[t + 1] ?? ' ')).toBe(false);
          else expect(Array.from(token)).toHaveLength(1);
        });
        expect(regroup(Array.from(text), 'character').words).toEqual(tokens);
      }),
    );
  });

  it('become numbers and tokens again, but for those that a vocabulary lacks', () => {
    const counted = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(counted, fc.nat(4), anyText, (types, minimumCount, text) => {
        const vocabulary = buildVocabulary(
          types.map((type, i) => [type, i % 5] as const),
          minimumCount,
        );
        const kept = types.filter((type, i) => i % 5 >= minimumCount && type !== unknownToken);
        expect(vocabulary.tokens.toSorted()).toEqual([unknownToken, ...kept].toSorted());
        const tokens = [...types, ...tokenize(text, 'character')];
        const { ids, unknown } = vocabulary.encode(tokens);
        expect([...ids].map((id) => vocabulary.tokens[id])).toEqual(
          tokens.map((token) => (kept.includes(token) ? token : unknownToken)),
        );
        expect(unknown).toEqual([...tokens.keys()].filter((t) => !vocabulary.tokens.includes(tokens[t] ?? '')));
      }),
    );
  });

  it('of a vocabulary are the same when it comes back from JSON', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), (types) => {
        const again = new Vocabulary(JSON.parse(JSON.stringify(new Vocabulary(types).tokens)));
        types.forEach((type, id) => {
          expect(again.idOf(type)).toBe(id);
        });
      }),
    );
  });
});

describe('documents', () => {
  it('joined are the text, end with lines, and have the length that was asked for', () => {
    const lined = fc
      .array(fc.string({ unit: fc.constantFrom('a', ' ', '.', '😀') }), { maxLength: 20 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(lined, wordOrCharacter, fc.integer({ min: 1, max: 20 }), (text, cut, length) => {
        const documents = [...cutDocuments([text], cut, { documentLength: length })];
        expect(documents.join('')).toBe(text);
        for (const each of documents.slice(0, -1)) expect(each.endsWith('\n')).toBe(true);
        if (documents.length > 1)
          for (const each of documents) expect(countTokens(each, cut)).toBeGreaterThanOrEqual(length);
        if (countTokens(text, cut) < 2 * length && text !== '') expect(documents.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('paragraphs are joined the same however the text comes in pieces', async () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\n\n', '.') }));
  await fc.assert(
    fc.asyncProperty(pieces, async (all) => {
      const given = (async function* () {
        yield* all;
      })();
      const inPieces = (await Array.fromAsync(paragraphsOf(given))).join('');
      expect(inPieces).toBe(joinParagraphs(all.join('')));
      // Nothing but white space is changed.
      expect(inPieces.replace(/\s/g, '')).toBe(all.join('').replace(/\s/g, ''));
    }),
  );
});

describe('labels', () => {
  const source = { path: 'a.jsonl', name: 'x' };
  const text = fc.string({ unit: fc.constantFrom('a', 'Ж', '😀', ' ', '\n', '.', '7'), minLength: 1, maxLength: 30 });
  const spans = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 8 })), { minLength: 1, maxLength: 3 });
  const document = (own: string, cut: 'word' | 'character') => ({
    hash: 'h',
    number: 0,
    cut,
    tokens: tokenize(own, cut),
  });
  const all = { count: 1, has: () => true };

  it('of named documents mark the tokens that begin within a span', () => {
    fc.assert(
      fc.property(text, spans, wordOrCharacter, (own, drawn, cut) => {
        const characters = Array.from(own);
        const placed = drawn
          .map(([start, length]) => ({ document: 0, start, end: Math.min(start + length, characters.length) }))
          .filter(({ start, end }) => end > start);
        fc.pre(placed.length > 0);
        const lines = placed.map((span) =>
          JSON.stringify({ ...span, text: characters.slice(span.start, span.end).join('') }),
        );
        const { tokens } = document(own, cut);
        const begins = tokens.map((_, t) => Array.from(tokens.slice(0, t).join('')).length);
        const [marks] = markLabels(readSpans(lines, null, cut, source), [document(own, cut)], all, source);
        expect([...(marks ?? [])]).toEqual(
          begins.map((at) => Number(placed.some(({ start, end }) => at >= start && at < end))),
        );
      }),
    );
  });

  it('that come with their text find it again with other white space, and mark what is no white space as they did', () => {
    fc.assert(
      fc.property(text, spans, wordOrCharacter, (own, drawn, cut) => {
        const characters = Array.from(own);
        const inside = (at: number) => drawn.some(([start, length]) => at >= start && at < start + length);
        // Offsets in the file are of code points.
        const line = {
          text: own,
          spans: drawn
            .filter(([start]) => start < characters.length)
            .map(([start, length]) => ({ start, end: Math.min(start + length, characters.length) })),
        };
        fc.pre(line.spans.length > 0 && own.trim() !== '');
        const spaced = own.replace(/\s/gu, ' \n ');
        const labels = readSpans([JSON.stringify(line)], null, cut, source);
        const { tokens } = document(spaced, cut);
        const [marks] = markLabels(labels, [document(spaced, cut)], all, source);
        const solid = [...characters.keys()].filter((at) => !/\s/u.test(characters[at] ?? ''));
        let place = 0;
        tokens.forEach((token, t) => {
          if (/^\s+$/u.test(token)) return;
          expect(marks?.[t], `${token} at ${t}`).toBe(Number(inside(solid[place] ?? -1)));
          place += Array.from(token).length;
        });
      }),
    );
  });
});
