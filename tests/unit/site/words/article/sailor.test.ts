/** The story of the article on the subject's number, as the committed result tells it, and as it must not be told. */
import { expect, test } from 'vitest';
import { readResult } from '../../../../../runner/experiment/results/read.ts';
import { publishedPairs } from '../../../../../runner/experiment/results/write.ts';
import { verbs as ofTheLanguage } from '../../../../../runner/text/sources/agreement.ts';
import { articles } from '../../../../../site/words/article/contents.ts';
import { lettersOf, sizesOf } from '../../../../../site/words/article/other-networks.ts';
import { sailorNumbers, sailorStory, verbs } from '../../../../../site/words/article/sailor-story.ts';

const folder = `public/results/${articles.sailor.experiment}`;
const result = await readResult(folder);
const set = (await publishedPairs(folder))?.sets[0] ?? expect.fail('the experiment has no pairs');
const told = sailorStory(result, [set]);
const story = typeof told === 'string' ? expect.fail(`'${articles.sailor.title}' has no story: ${told}`) : told;

test('the verbs are those of the language', () => {
  expect(verbs.map((forms) => [...forms])).toEqual(ofTheLanguage.map(({ forms }) => [...forms]));
});

test('the numbers are those of the result', () => {
  const numbers = sailorNumbers(result, story);
  const margins = (set.margins ?? []).map((margin) => margin ?? Number.NaN);
  expect(numbers.right).toBe(String(margins.filter((margin) => margin > 0).length));
  const mean = margins.reduce((sum, margin) => sum + margin, 0) / margins.length;
  expect(Number(numbers.margin)).toBeCloseTo(mean, 1);
  expect(Number.parseFloat(numbers.times)).toBeCloseTo(Math.exp(mean), -1);
  const exchanged = (story.interchange.margins ?? []).filter((margin) => margin !== null);
  expect(numbers.turned).toBe(String(exchanged.filter((margin) => margin < 0).length));
  // Held, what is right is all of one number and none of the other.
  const { held } = numbers;
  expect(held.whole + held.none).toBe(held.conditions);
  expect(held.says).toBe(
    story.held.conditions.every(({ by, accuracy }) => (by.subject === 'singular') === (accuracy === 1))
      ? 'singular'
      : 'plural',
  );
  // Before the verb, by another way through the lines.
  const last = (subject: string, between: string) =>
    story.course.lines
      .find(({ by }) => by.subject === subject && by.attractor === between)
      ?.places.find(({ from, offset }) => from === 'end' && offset === -1)?.mean ?? Number.NaN;
  const betweens = ['none', 'singular', 'plural'];
  const apart = betweens.map((each) => Math.abs(last('plural', each) - last('singular', each)));
  expect(Number(numbers.apart)).toBeCloseTo(apart.reduce((sum, each) => sum + each, 0) / 3, 0);
  expect(Number(numbers.moved)).toBeLessThan(Number(numbers.closest));
});

test('where the neuron does not decide, or the verdict is another, there is no story, and it says why', () => {
  const { interchange } = story;
  const half = { ...interchange, turned: interchange.pairs / 2 };
  expect(sailorStory(result, [{ ...set, interchange: [half] }])).toMatch(/does not decide by itself/);
  const all = interchange.alike && { ...interchange.alike, most: interchange.pairs };
  expect(sailorStory(result, [{ ...set, interchange: [{ ...interchange, alike: all }] }])).toMatch(/decide by itself/);
  expect(sailorStory(result, [])).toMatch(/no pairs/);
  expect(sailorStory({ ...result, evidence: null }, [set])).toMatch(/no claim/);
  const { manifest } = result;
  const others = { ...result, manifest: { ...manifest, corpus: { ...manifest.corpus, source: ['stories'] } } };
  expect(sailorStory(others, [set])).toMatch(/not about the sentences/);
});

test('other networks are spoken of only where they were published', async () => {
  expect(lettersOf(undefined)).toBeNull();
  expect(sizesOf(undefined)).toBeNull();
  const letters = await readResult('public/results/characters');
  expect(lettersOf(letters)?.units).toBe(String(letters.model.units));
  expect(lettersOf({ ...letters, evidence: null })).toBeNull();
});
