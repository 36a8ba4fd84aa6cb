import { describe, expect, it } from 'vitest';
import { buildVocabulary, Vocabulary } from '../../../runner/text/vocabulary.ts';

describe('a vocabulary', () => {
  const vocabulary = new Vocabulary(['<unk>', ' ', 'cat', 'constructor']);

  it('numbers its tokens from 0, reads one that it lacks as <unk>, wherever that stands, and says where', () => {
    expect([vocabulary.size, vocabulary.idOf('cat'), vocabulary.idOf('dog')]).toEqual([4, 2, undefined]);
    const { ids, unknown } = vocabulary.encode(['cat', ' ', 'dog', 'toString', 'constructor', '__proto__']);
    expect([[...ids], unknown]).toEqual([
      [2, 1, 0, 0, 3, 0],
      [2, 3, 5],
    ]);
    expect([...new Vocabulary(['a', '<unk>']).encode(['b', 'a']).ids]).toEqual([1, 0]);
  });

  it.each([
    [
      () => new Vocabulary(['a', 'b']).encode(['a', '😀'], { name: 'x.txt', from: 10 }),
      'x.txt holds the character "😀" (U+1F600) at token 11, which the model does not know. Its vocabulary of 2 tokens has no <unk> to read it as.',
    ],
    [() => new Vocabulary(['cat']).encode(['dog']), 'The text holds the word "dog" at token 0'],
    [() => new Vocabulary(['<unk>', 'a', 'b', 'a']), 'holds the character "a" (U+0061) twice, as tokens 1 and 3'],
  ])('names what it lacks without <unk>, and what it has twice: %s', (make, words) => {
    expect(make).toThrow(words);
  });
});

it.each<[string, Record<string, number>, number, string[]]>([
  ['<unk>, then the frequent tokens by falling count', { cat: 3, ' ': 9, dog: 2, the: 5 }, 3, [' ', 'the', 'cat']],
  [
    'tokens of equal count by code point',
    { '😀': 1, '\uffff': 1, b: 1, a: 1, ab: 1, '😁': 1, é: 1 },
    1,
    ['a', 'ab', 'b', 'é', '\uffff', '😀', '😁'],
  ],
  ['words that are properties of every object', { constructor: 2, ['__proto__']: 1 }, 1, ['constructor', '__proto__']],
  ['<unk> once, whatever the text says', { '<unk>': 7, a: 1 }, 1, ['a']],
  ['<unk> alone when everything is rare', { a: 1 }, 2, []],
])('a vocabulary that is built lists %s', (_, counts, minimum, tokens) => {
  expect(buildVocabulary(new Map(Object.entries(counts)), minimum).tokens).toEqual(['<unk>', ...tokens]);
});
