import { describe, expect, it } from 'vitest';
import { regroup } from '../../../runner/text/regroup.ts';
import { tokenize } from '../../../runner/text/tokens.ts';

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

  it('pieces of words stand in the words that the text has, and count at the last of them', () => {
    const pieces = ['The', ' mill', 'er', "'s", ' n', 'a', '<0xC3>', '<0xAF>', 've', '.', '\n', 'No', '."'];
    const { words, wordOf, goesOn } = regroup(pieces, 'subword');
    expect(words).toEqual(tokenize('The miller\'s naïve.\nNo."', 'word'));
    const known = pieces.map((_, piece) => (goesOn?.[piece] === 1 ? null : words[wordOf[piece] ?? -1]));
    const goingOn = [' n', 'a', '<0xC3>', '<0xAF>', ' mill'];
    expect(pieces.filter((_, piece) => goesOn?.[piece] === 1).sort()).toEqual(goingOn.sort());
    expect(known).toEqual(['The', null, 'miller', 's', null, null, null, null, 'naïve', '.', '\n', 'No', '"']);
    expect(words[wordOf[1] ?? -1]).toBe('miller');
  });

  it('what is no text joins no word', () => {
    const { words, wordOf } = regroup(['a', '<#78>', 'b', '<|endoftext|>'], 'subword');
    expect([words, [...wordOf]]).toEqual([
      ['a', '<#78>', 'b', '<|endoftext|>'],
      [0, 1, 2, 3],
    ]);
  });
});
