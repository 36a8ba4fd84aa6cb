/** The story of the article on counting, as the committed results tell it, and as it must not be told. */
import { expect, test } from 'vitest';
import { readResult, readSweep } from '../../../../../runner/experiment/results/read.ts';
import type { Result } from '../../../../../runner/experiment/results/schema.ts';
import { publishedChange, publishedPairs } from '../../../../../runner/experiment/results/write.ts';
import { articles } from '../../../../../site/words/article/contents.ts';
import { asked, countingNumbers, countingStory } from '../../../../../site/words/article/counting.ts';

const folder = `public/results/${articles.counting.experiment}`;
const result = await readResult(folder);
const set = (await publishedPairs(folder))?.sets[0];
const sweep = await readSweep(`public/results/${asked.sweep}`);
const change = (await publishedChange(folder)) ?? expect.fail('the experiment has no continuations');

test('the committed results tell the story, and its numbers are theirs: if not, the article must be written anew', () => {
  const story = countingStory(result, set, sweep);
  if (typeof story === 'string') throw new Error(story);
  const numbers = countingNumbers(result, story, change);
  const margins = set?.margins ?? [];
  // By another way: the pairs stand in the order of their lengths.
  const right = (from: number) => margins.slice(from, from + 40).filter((margin) => (margin ?? 0) > 0).length;
  expect([numbers.near, numbers.middle, numbers.far]).toEqual([0, 40, 80].map((from) => `${right(from)} of 40`));
  const beyond = (cell: string, length: string) =>
    sweep.trials.filter(
      ({ parameters, pairs }) =>
        parameters['model.cell'] === cell &&
        (pairs?.[0]?.conditions.find(({ by }) => by.length === length)?.accuracy ?? 0) >= 0.7,
    ).length;
  const words = ['no', 'one', 'two', 'three', 'four', 'five'];
  for (const cell of ['lstm', 'gru', 'rnn'] as const) {
    expect(words.indexOf(numbers[cell].middle)).toBe(beyond(cell, '21 to 40'));
    expect(words.indexOf(numbers[cell].far)).toBe(beyond(cell, '41 to 60'));
  }
  // The sentences lean on these: the network counts when it is left alone, and held it does not.
  expect(numbers.ends.free).toBeGreaterThan(0.7 * numbers.ends.rows);
  expect(numbers.ends.held).toBeLessThan(0.05 * numbers.ends.rows);
});

test('without the sweep, or where the network errs on what it read, there is no story, and it says why', () => {
  expect(countingStory(result, set, undefined)).toMatch(/sweep was not published/);
  const errs = set?.conditions.map((each) => ({ ...each, accuracy: 0.9 })) ?? [];
  expect(countingStory(result, set && { ...set, conditions: errs }, sweep)).toMatch(/errs on lines/);
  const none: Result = { ...result, evidence: result.evidence && { ...result.evidence, claims: [] } };
  expect(countingStory(none, set, sweep)).toMatch(/no claim/);
});
