import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../runner/corpus/tokens.ts';
import { regroup } from '../../../runner/features/regroup.ts';

describe('regroup', () => {
  it('makes the words that the text has', () => {
    const text = 'Über_1 cafe\u0301, 日本 😀!\nno';
    expect(regroup(tokenize(text, 'character'), 'character').words).toEqual(tokenize(text, 'word'));
  });

  it('says which word each character stands in', () => {
    expect([...regroup(['a', 'b', ' ', 'c', '.', '.'], 'character').wordOf]).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it('leaves a token of several marks alone', () => {
    expect(regroup(['a', '<unk>', 'b'], 'character').words).toEqual(['a', '<unk>', 'b']);
  });

  it('bytes of a character stand in its word', () => {
    const text = 'né—été x';
    const { words, wordOf } = regroup(tokenize(text, 'byte'), 'byte');
    expect(words).toEqual(tokenize(text, 'word'));
    expect([...wordOf]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4]);
  });
});
