/** The text that the live model is tried with first. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Result } from '../../../../runner/experiment/results/schema.ts';
import { markNesting } from '../../../../runner/text/labels/nesting.ts';
import { presetsOf } from '../../../../site/words/preset.ts';

const text = 'on,\nHe sat. "Yes, I do," he said to her. "No."\nShe zyx "go" and "go" and "go".\nIt rained.\n';
const tokens: string[] = text.match(/\w+|\W/g) ?? [];
const unknown = [tokens.indexOf('zyx')];
const inside = markNesting('quotes', 1, tokens);
const carriers = [...inside.keys()].filter((place) => inside[place] === 1);
const result = (resets: number[] = [0]) =>
  ({
    texts: { observed: { tokens, unknown, resets }, sampled: { tokens: ['The', ' ', 'end'], promptLength: 2 } },
    model: { unit: 'word' },
  }) as unknown as Result;
const of = (observed: number[], resets?: number[]) =>
  presetsOf(result(resets), { positions: { observed, sampled: [] } }).map((tokens) => tokens.join(''));

it('begins a line, holds tokens that carry the feature and others, and ends where the feature would', () => {
  expect(of(carriers)).toEqual(['He sat. "Yes, I do," he said to her. "No.']);
  // Where the reading begins anew in the midst of it, it ends before that.
  expect(of(carriers, [0, tokens.indexOf('said')])[0]).toBe('He sat. "Yes, I do,');
});

it('is the prompt where no token carries the feature, or nothing is asked', () => {
  expect(of([])).toEqual(['The ']);
  expect(presetsOf(result(), undefined)).toEqual([['The', ' ']]);
});

it('shows speech and narration of the neuron of quotation marks', () => {
  const quotes: Result = JSON.parse(readFileSync('public/results/quotes/result.json', 'utf8'));
  const all = presetsOf(
    quotes,
    quotes.features.find(({ name }) => name === 'inside quotes'),
  );
  // Others show it too, and are no part of the first.
  expect(all.length).toBeGreaterThan(1);
  expect(all.slice(1).every((each) => !all[0]?.join('').includes(each.join('')))).toBe(true);
  const [shown = []] = all;
  const marked = markNesting('quotes', 1, shown);
  const words = [...shown.keys()].filter((place) => /\w/.test(shown[place] ?? ''));
  expect(words.filter((place) => marked[place] === 1).length).toBeGreaterThan(5);
  expect(words.filter((place) => marked[place] === 0).length).toBeGreaterThan(2);
  expect(marked.at(-1)).toBe(1);
});
