import { describe, expect, it } from 'vitest';
import { classesOf, tokenClass, tokenClasses } from '../../../runner/ladder/rhythm.ts';

describe('tokenClass', () => {
  it.each([
    ['emma', 'word'],
    ['été', 'word'],
    ['3', 'word'],
    ['_', 'word'],
    ['<unk>', 'word'],
    [' ', 'space'],
    ['\t', 'space'],
    ['\n', 'line break'],
    ['.', 'other'],
    ['"', 'other'],
    ['<', 'other'],
  ])('%j is a %s', (token, expected) => {
    expect(tokenClass(token)).toBe(expected);
  });

  it('has a number for each class', () => {
    expect([...classesOf(['a', ' ', '\n', ','])].map((number) => tokenClasses[number])).toEqual([...tokenClasses]);
  });
});
