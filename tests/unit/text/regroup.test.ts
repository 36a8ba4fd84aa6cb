import { expect, it } from 'vitest';
import { regroup } from '../../../runner/text/regroup.ts';
import { tokenize, type Unit } from '../../../runner/text/tokens.ts';

const [mixed, accents] = ['Über_1 cafe\u0301, 日本 😀!\nno', 'né—été x'];
const words = (text: string) => tokenize(text, 'word');
const pieces = ['The', ' mill', 'er', "'s", ' n', 'a', '<0xC3>', '<0xAF>', 've', '.', '\n', 'No', '."'];

it.each<[string, Exclude<Unit, 'word'>, tokens: string[], words: string[], wordOf?: number[]]>([
  ['characters stand in the words that the text has', 'character', tokenize(mixed, 'character'), words(mixed)],
  ['each in its own', 'character', [...'ab c..'], ['ab', ' ', 'c', '.', '.'], [0, 0, 1, 2, 3, 4]],
  ['a token of several marks stands alone', 'character', ['a', '<unk>', 'b'], ['a', '<unk>', 'b'], [0, 1, 2]],
  ['so do bytes', 'byte', tokenize(accents, 'byte'), words(accents), [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4]],
  ['pieces stand in the words that the text has', 'subword', pieces, words('The miller\'s naïve.\nNo."')],
  ['what is no text is none', 'subword', ['a', '<#78>', 'b', '<|end|>'], ['a', '<#78>', 'b', '<|end|>'], [0, 1, 2, 3]],
])('%s', (_, unit, tokens, expected, wordOf) => {
  const found = regroup(tokens, unit);
  expect(found.words).toEqual(expected);
  if (wordOf !== undefined) expect([...found.wordOf]).toEqual(wordOf);
});

it('pieces of a word count at the last of them', () => {
  const { words, wordOf, goesOn } = regroup(pieces, 'subword');
  const known = pieces.map((_, piece) => (goesOn?.[piece] === 1 ? null : words[wordOf[piece] ?? -1]));
  const goingOn = [' n', 'a', '<0xC3>', '<0xAF>', ' mill'];
  expect(pieces.filter((_, piece) => goesOn?.[piece] === 1).sort()).toEqual(goingOn.sort());
  expect(known).toEqual(['The', null, 'miller', 's', null, null, null, null, 'naïve', '.', '\n', 'No', '"']);
  expect(words[wordOf[1] ?? -1]).toBe('miller');
});
