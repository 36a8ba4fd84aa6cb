/** What holding changes of a sentence of the reader's own. */
import { expect, it } from 'vitest';
import { changedSentence, closingSentence, mostChanged } from '../../../../../site/words/article/hold.ts';

const names = ['<space>', ' ', 'I', 'she', 'the', 'rare'];
const next = { alone: [0, 0.8, 0, 0, 0.1, 0], held: [0, 0.5, 0, 0, 0.1, 0] };
const spaced = { next: { alone: [0, 0, 0.5, 0.1, 0.4, 0.004], held: [0, 0, 0.1, 0.4, 0.5, 0.0001] }, space: 1 };

it('a space is read over: what counts is the word or mark after it', () => {
  // By hand: “I” .8 × .5 and .5 × .1; “she” .8 × .1 and .5 × .4; “the” .1 + .8 × .4 and .1 + .5 × .5. “rare” changes by .003, and three are told.
  const changed = mostChanged(next, spaced, names);
  expect(changed.map(({ token }) => token)).toEqual(['I', 'she', 'the']);
  const rounded = changed.map(({ alone, held }) => [alone, held].map((each) => Number(each.toFixed(4))));
  expect(rounded).toEqual([
    [0.4, 0.05],
    [0.08, 0.2],
    [0.42, 0.35],
  ]);
  expect(changedSentence(changed)).toBe(
    'Of the words and marks that may come next these change most: “I” 40% → 5.0%, “she” 8.0% → 20%, “the” 42% → 35%.',
  );
});

it('after a space only what comes next counts, and of nothing nothing is said', () => {
  expect(mostChanged(spaced.next, null, names).map(({ token }) => token)).toEqual(['I', 'she', 'the']);
  expect(changedSentence(mostChanged({ alone: [0, 1], held: [0, 1] }, null, names))).toBe('');
});

it('says in how many continuations a quotation mark comes soon', () => {
  expect(closingSentence({ tokens: 10, tries: 40 }, { alone: 23, held: 1 })).toBe(
    'Of 40 continuations of 10 tokens each, 23 bring a quotation mark when it is left alone, and 1 when it is held.',
  );
});
