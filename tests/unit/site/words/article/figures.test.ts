/** What the article's figures count and say. */
import { expect, test } from 'vitest';
import { dialogueHtml } from '../../../../../site/figures/article/dialogue-html.ts';
import { across, cloudPath } from '../../../../../site/figures/article/dots.ts';
import { type HoldReading, holdOutcome, nearest } from '../../../../../site/words/article/hold.ts';
import { judged, judgedSentence, twinsOutcome } from '../../../../../site/words/article/outcomes.ts';

const words = [
  { at: 0, value: -0.9, spoken: true },
  { at: 1, value: 0.2, spoken: true },
  { at: 2, value: 0.8, spoken: false },
  { at: 3, value: -0.5, spoken: false },
];

test('a threshold is judged on both sides, in the direction of the claim', () => {
  expect(judged(words, 0, -1).wrong.map(({ at }) => at)).toEqual([1, 3]);
  expect(judged(words, 0, 1).wrong.map(({ at }) => at)).toEqual([0, 2]);
  expect(judgedSentence(words, 0.5, -1)).toBe(
    'With the line at 0.50, 2 of 2 spoken and 1 of 2 narrated words and marks are classified correctly.',
  );
});

const reading = (probability: number, text: string): HoldReading => ({
  probability,
  written: text.split(/(?<= )|(?= )|(?=")|(?<=")/).map((token) => [token, 0]),
});

test('holding is told as it went: no more than happened', () => {
  const alone = reading(0.55, '" said the other, "that I am');
  const unmarked = { alone: 0.012, held: 0.0003 };
  expect(holdOutcome(alone, reading(0.03, ' and he was'), unmarked)).toBe(
    'With the neuron held at narration, the closing mark falls from 55% to 3.0%. The quotation is not closed in what follows. What began with ‘I’ goes on in the third person. It has not forgotten: with the opening mark deleted, the chance is 0.03% held there, and 1.2% left alone. The mark is remembered elsewhere too.',
  );
  expect(holdOutcome(alone, reading(0.03, '" said I'), unmarked)).not.toContain('not closed');
  expect(holdOutcome(alone, reading(0.03, '" said I'), { alone: 0.03, held: 0.03 })).not.toContain('forgotten');
  expect(holdOutcome(alone, reading(0.5, ' and he was'), unmarked)).toContain('little difference');
});

test('the slider recalls the reading at the nearest value, the lower of two as near', () => {
  const held = [-1, 0, 1].map((value) => ({ value, ...reading(0.5, 'a') }));
  expect([-2, -0.6, -0.5, 0.4, 0.9].map((value) => nearest(held, value).value)).toEqual([-1, -1, -1, 0, 1]);
  expect(() => nearest([], 0)).toThrow(RangeError);
});

test('mark and tone are told apart by what the four readings show', () => {
  const both = { first: { marked: -0.8, bare: -0.9 }, third: { marked: -0.2, bare: 0.7 } };
  expect(twinsOutcome(both, -1)).toMatch(/^In these four sentences, both\./);
  expect(twinsOutcome({ ...both, third: { marked: 0.7, bare: 0.7 } }, -1)).toMatch(/^The tone/);
  expect(twinsOutcome({ ...both, first: { marked: -0.8, bare: 0.4 } }, -1)).toMatch(/^The mark/);
  expect(twinsOutcome({ first: { marked: 0.4, bare: 0.4 }, third: { marked: 0.7, bare: 0.7 } }, -1)).toMatch(
    /^Neither/,
  );
});

test('dots stand where their distance says, and fall together once', () => {
  expect(across(0.5)).toBe(100);
  expect(across(-0.06)).toBe(0);
  expect(across(0)).toBeCloseTo((100 * 0.06) / 0.56);
  expect(cloudPath([0.5])).toBe('M250 0h0');
  expect(cloudPath([Number.NaN])).toBe('');
});

test('tokens are escaped, underlined and coloured for each neuron', () => {
  expect(
    dialogueHtml(
      ['<b>', '\n'],
      [
        [0.5, 0],
        [-1, 0.25],
      ],
      new Set([0]),
    ),
  ).toBe('<bdi class="f" style="--n0:.5;--n1:-1">&lt;b&gt;</bdi><bdi class="n" style="--n0:0;--n1:.25">\n</bdi>');
});
