import { expect, test } from 'vitest';
import { choiceOf } from '../../../../site/browser/choice.ts';
import { matchPattern } from '../../../../site/browser/pattern.ts';

const tokens = ['Stop', '.', ' ', 'Go', '\n', '.'];

test('a pattern matches whole tokens, as the patterns of features do', () => {
  expect(matchPattern('[.?!]', tokens).positions).toEqual([1, 5]);
  expect(matchPattern('o', tokens).positions).toEqual([]);
  expect(matchPattern('.*o.*', tokens).positions).toEqual([0, 3]);
  expect(matchPattern('Go|Stop', tokens).positions).toEqual([0, 3]);
  expect(matchPattern('.', tokens).positions).toEqual([1, 2, 4, 5]);
  expect(matchPattern('\\p{Lu}\\p{Ll}+', tokens).positions).toEqual([0, 3]);
});

test.each(['(', 'a)(b', '[', '*', '\\p{Nope}', '(?<a>'])('%s is no pattern, and says why', (pattern) => {
  const { positions, error } = matchPattern(pattern, tokens);
  expect(positions).toBeNull();
  expect(error).toMatch(/\w/);
  expect(error).not.toContain(`/${pattern}/`);
  expect(choiceOf({ stretch: null, pattern }, tokens)).toMatchObject({ positions: [], isWrong: true });
});

test('a stretch holds both its ends, and is quoted', () => {
  expect(choiceOf({ stretch: [1, 4], pattern: null }, tokens)).toEqual({
    positions: [1, 2, 3, 4],
    words: '4 tokens, “. Go↵”.',
    isWrong: false,
  });
  const long = choiceOf({ stretch: [0, 99], pattern: null }, Array<string>(200).fill('word')).words;
  expect(long).toBe(`100 tokens, “${'word'.repeat(15)}…”.`);
});

test('words say what is chosen, or why nothing is compared', () => {
  expect(choiceOf({ stretch: null, pattern: null }, tokens).words).toMatch(/^Select a stretch/);
  expect(choiceOf({ stretch: null, pattern: '[.]' }, tokens).words).toBe('2 of 6 tokens match.');
  expect(choiceOf({ stretch: null, pattern: 'x' }, tokens).words).toMatch(/^No token of this text matches/);
  expect(choiceOf({ stretch: null, pattern: '[^]+' }, tokens).words).toMatch(/nothing to compare them with\.$/);
});
