/** Cutting a text loses nothing: what was cut can be put together again, and labels stand where they stood. */
import { describe, expect } from 'vitest';
import { joinTokens } from '../../../runner/core/cut.ts';
import { cutDocuments } from '../../../runner/text/documents.ts';
import { markLabels } from '../../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../../runner/text/labels/labels/spans.ts';
import { regroup } from '../../../runner/text/regroup.ts';
import { isWord, tokenize } from '../../../runner/text/tokens.ts';
import { buildVocabulary, unknownToken } from '../../../runner/text/vocabulary.ts';
import { always, anyText, fc, listOf } from './seed.ts';

const wordOrCharacter = fc.constantFrom('word', 'character');

describe('tokens', () => {
  always('joined are the text', [anyText, wordOrCharacter], (text, cut) => {
    const tokens = tokenize(text, cut);
    expect(joinTokens(tokens, cut)).toBe(text);
    expect(tokens).not.toContain('');
  });

  always('of a text that is tokenized already are the same when they are joined and cut again', [anyText], (text) => {
    const tokens = tokenize(text, 'whitespace');
    expect(tokenize(joinTokens(tokens, 'whitespace'), 'whitespace')).toEqual(tokens);
    expect(tokens.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
  });

  always('are words and single other characters, and no two words stand side by side', [anyText], (text) => {
    const tokens = tokenize(text, 'word');
    tokens.forEach((token, t) => {
      if (isWord(token)) expect(isWord(tokens[t + 1] ?? ' ')).toBe(false);
      else expect(Array.from(token)).toHaveLength(1);
    });
    expect(regroup(Array.from(text), 'character').words).toEqual(tokens);
  });

  const counted = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), { maxLength: 12 });
  always('become numbers and tokens again', [counted, fc.nat(4), anyText], (types, minimumCount, text) => {
    const counts = types.map((type, i) => [type, i % 5] as const);
    const vocabulary = buildVocabulary(counts, minimumCount);
    const kept = types.filter((type, i) => i % 5 >= minimumCount && type !== unknownToken);
    expect(vocabulary.tokens.toSorted()).toEqual([unknownToken, ...kept].toSorted());
    // But for those that the vocabulary lacks.
    const tokens = [...types, ...tokenize(text, 'character')];
    const { ids, unknown } = vocabulary.encode(tokens);
    const known = tokens.map((token) => (kept.includes(token) ? token : unknownToken));
    expect([...ids].map((id) => vocabulary.tokens[id])).toEqual(known);
    expect(unknown).toEqual([...tokens.keys()].filter((t) => !vocabulary.tokens.includes(tokens[t] ?? '')));
  });
});

const line = fc.string({ unit: fc.constantFrom('a', ' ', '.', '😀') });
const lined = listOf(line, 0, 20).map((all) => all.join('\n'));
const lengths = fc.integer({ min: 1, max: 20 });
always(
  'documents that are joined are the text, and of the length asked for',
  [lined, wordOrCharacter, lengths],
  (text, cut, length) => {
    const documents = [...cutDocuments([text], cut, { documentLength: length })];
    expect(documents.join('')).toBe(text);
    for (const each of documents.slice(0, -1)) expect(each.endsWith('\n')).toBe(true);
    if (documents.length > 1)
      for (const each of documents) expect(tokenize(each, cut).length).toBeGreaterThanOrEqual(length);
    if (tokenize(text, cut).length < 2 * length && text !== '') expect(documents.length).toBeLessThanOrEqual(1);
  },
);

describe('labels', () => {
  const source = { path: 'a.jsonl', name: 'x' };
  const text = fc.string({ unit: fc.constantFrom('a', 'Ж', '😀', ' ', '\n', '.', '7'), minLength: 1, maxLength: 30 });
  const spans = listOf(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 8 })), 1, 3);
  const document = (own: string, cut: 'word' | 'character') => {
    return { hash: 'h', number: 0, cut, tokens: tokenize(own, cut) };
  };
  const all = { count: 1, has: () => true };
  /** Text, spans within it by code points, and how it is cut. */
  const marked = fc.tuple(text, spans, wordOrCharacter).map(([own, drawn, cut]) => {
    const characters = Array.from(own);
    const placed = drawn.map(([start, length]) => ({ start, end: Math.min(start + length, characters.length) }));
    const within = placed.filter(({ start, end }) => end > start);
    const inside = (at = -1) => Number(within.some(({ start, end }) => at >= start && at < end));
    return { own, characters, within, inside, cut };
  });

  always('mark the tokens that begin within a span', [marked], ({ own, characters, within, inside, cut }) => {
    fc.pre(within.length > 0);
    const textOf = ({ start, end }: { start: number; end: number }) => characters.slice(start, end).join('');
    const lines = within.map((span) => JSON.stringify({ document: 0, ...span, text: textOf(span) }));
    const { tokens } = document(own, cut);
    const begins = tokens.map((_, t) => Array.from(tokens.slice(0, t).join('')).length);
    const [marks] = markLabels(readSpans(lines, null, cut, source), [document(own, cut)], all, source);
    expect([...(marks ?? [])]).toEqual(begins.map(inside));
  });

  always('find their text again with other white space', [marked], ({ own, characters, within, inside, cut }) => {
    fc.pre(within.length > 0 && own.trim() !== '');
    const labels = readSpans([JSON.stringify({ text: own, spans: within })], null, cut, source);
    const spaced = document(own.replace(/\s/gu, ' \n '), cut);
    const [marks] = markLabels(labels, [spaced], all, source);
    const solid = [...characters.keys()].filter((at) => !/\s/u.test(characters[at] ?? ''));
    let place = 0;
    for (const [t, token] of spaced.tokens.entries()) {
      if (/^\s+$/u.test(token)) continue;
      // What is no white space is marked as it was.
      expect(marks?.[t], `${token} at ${t}`).toBe(inside(solid[place]));
      place += Array.from(token).length;
    }
  });
});
