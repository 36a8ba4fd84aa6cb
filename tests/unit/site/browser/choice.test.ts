import { expect, test } from 'vitest';
import { choiceOf as choiceBy } from '../../../../site/browser/choice.ts';
import type { TextState } from '../../../../site/browser/hash.ts';
import { rememberingLast } from '../../../../site/browser/matching.ts';
import { matchPattern } from '../../../../site/browser/pattern.ts';

const match = async (pattern: string, tokens: readonly string[]) => matchPattern(pattern, tokens);
const choiceOf = (asked: Pick<TextState, 'stretch' | 'pattern'>, tokens: string[]) =>
  choiceBy(asked, tokens, 'word', match);
const tokens = ['Stop', '.', ' ', 'Go', '\n', '.'];

test('a pattern matches whole tokens, as the patterns of features do', () => {
  expect(matchPattern('[.?!]', tokens).positions).toEqual([1, 5]);
  expect(matchPattern('o', tokens).positions).toEqual([]);
  expect(matchPattern('.*o.*', tokens).positions).toEqual([0, 3]);
  expect(matchPattern('Go|Stop', tokens).positions).toEqual([0, 3]);
  expect(matchPattern('.', tokens).positions).toEqual([1, 2, 4, 5]);
  expect(matchPattern('\\p{Lu}\\p{Ll}+', tokens).positions).toEqual([0, 3]);
});

test.each(['(', 'a)(b', '[', '*', '\\p{Nope}', '(?<a>'])('%s is no pattern, and says why', async (pattern) => {
  const { positions, error } = matchPattern(pattern, tokens);
  expect(positions).toBeNull();
  expect(error).toMatch(/\w/);
  expect(error).not.toContain(`/${pattern}/`);
  expect(await choiceOf({ stretch: null, pattern }, tokens)).toMatchObject({ positions: [], isWrong: true });
});

test('a stretch holds both its ends, and is quoted', async () => {
  expect(await choiceOf({ stretch: [1, 4], pattern: null }, tokens)).toEqual({
    positions: [1, 2, 3, 4],
    words: '4 tokens, “. Go↵”.',
    isWrong: false,
  });
  const { words: long } = await choiceOf({ stretch: [0, 99], pattern: null }, Array<string>(200).fill('word'));
  expect(long).toBe(`100 tokens, “${'word'.repeat(15)}…”.`);
});

test.each([
  [null, /^Select a stretch/],
  ['[.]', /^2 of 6 tokens match\.$/],
  ['x', /^No token of this text matches/],
  ['[^]+', /nothing to compare them with\.$/],
])('words say what is chosen by %s, or why nothing is compared', async (pattern, words) => {
  expect((await choiceOf({ stretch: null, pattern }, tokens)).words).toMatch(words);
});

test('the last answer is remembered for the same pattern and text', async () => {
  const asked: string[] = [];
  const remembering = rememberingLast((pattern, of) => {
    asked.push(pattern);
    return match(pattern, of);
  });
  for (const pattern of ['a', 'a', 'b', 'a']) await remembering(pattern, tokens);
  await remembering('a', [...tokens]);
  expect(asked).toEqual(['a', 'b', 'a', 'a']);
});
