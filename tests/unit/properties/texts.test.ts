/** Labels stand where they stood, however their text is cut. */
import { describe, expect } from 'vitest';
import { markLabels } from '../../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../../runner/text/labels/labels/spans.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { always, fc, listOf } from './seed.ts';

const wordOrCharacter = fc.constantFrom('word', 'character');

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
