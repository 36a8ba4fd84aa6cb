/** What holding changes of a sentence of the reader's own. */
import { expect, it } from 'vitest';
import { chance, changedSentence, closingSentence, mostChanged } from '../../../../../site/words/article/hold.ts';

it('the words and marks that change most are told, the most changed first', () => {
  const names = ['I', 'she', 'the', 'rare'];
  const changed = mostChanged({ alone: [0.4, 0.08, 0.42, 0.003], held: [0.05, 0.2, 0.35, 0.0001] }, names);
  expect(changed.map(({ token }) => token)).toEqual(['I', 'she', 'the']);
  expect(changedSentence(changed)).toBe(
    'Of the words and marks that may come next these change most: “I” 40% → 5.0%, “she” 8.0% → 20%, “the” 42% → 35%.',
  );
  expect(changedSentence(mostChanged({ alone: [0.5, 0.5], held: [0.5, 0.5] }, names))).toBe('');
});

it.each([
  [1, '100%'],
  [0.547, '55%'],
  [0.0995, '10%'],
  [0.028, '2.8%'],
  [0.0005, '0.1%'],
  [0.0004, '0.04%'],
  [0.000052, '0.005%'],
  [0.0000031, '0.0003%'],
  [0.00000031, 'under 0.0001%'],
  [0, 'under 0.0001%'],
])('a chance of %f is said as %s', (probability, said) => {
  expect(chance(probability)).toBe(said);
});

it('says in how many continuations a quotation mark comes soon', () => {
  expect(closingSentence({ tokens: 10, tries: 40 }, { alone: 23, held: 1 })).toBe(
    'Of 40 continuations of 10 tokens each, 23 bring a quotation mark when it is left alone, and 1 when it is held.',
  );
});
