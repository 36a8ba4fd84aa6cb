import { describe, expect, it } from 'vitest';
import { buildVocabulary, Vocabulary } from '../../../runner/text/vocabulary.ts';

describe('a vocabulary', () => {
  const vocabulary = new Vocabulary(['<unk>', ' ', 'cat', 'constructor']);

  it('numbers its tokens from 0', () => {
    expect(vocabulary.size).toBe(4);
    expect(vocabulary.idOf('cat')).toBe(2);
    expect(vocabulary.idOf('dog')).toBeUndefined();
  });

  it('reads a token that it lacks as <unk> and says where', () => {
    const { ids, unknown } = vocabulary.encode(['cat', ' ', 'dog', 'toString', 'constructor', '__proto__']);
    expect([...ids]).toEqual([2, 1, 0, 0, 3, 0]);
    expect(unknown).toEqual([2, 3, 5]);
  });

  it('finds <unk> wherever it stands', () => {
    const late = new Vocabulary(['a', '<unk>']);
    expect(late.unknownId).toBe(1);
    expect([...late.encode(['b', 'a']).ids]).toEqual([1, 0]);
  });

  it('without <unk> names the character that it lacks', () => {
    const characters = new Vocabulary(['a', 'b']);
    expect(characters.hasUnknown).toBe(false);
    expect(() => characters.encode(['a', '😀'], { name: 'x.txt', from: 10 })).toThrow(
      'x.txt holds the character "😀" (U+1F600) at token 11, which the model does not know. Its vocabulary of 2 tokens has no <unk> to read it as.',
    );
  });

  it('without <unk> names the word that it lacks', () => {
    expect(() => new Vocabulary(['cat']).encode(['dog'])).toThrow('The text holds the word "dog" at token 0');
  });

  it('refuses a token that is there twice', () => {
    expect(() => new Vocabulary(['<unk>', 'a', 'b', 'a'])).toThrow(
      'holds the character "a" (U+0061) twice, as tokens 1 and 3',
    );
  });
});

describe('buildVocabulary', () => {
  const build = (counts: Record<string, number>, minimum: number): readonly string[] =>
    buildVocabulary(new Map(Object.entries(counts)), minimum).tokens;

  it('lists <unk>, then the frequent tokens by falling count', () => {
    expect(build({ cat: 3, ' ': 9, dog: 2, the: 5 }, 3)).toEqual(['<unk>', ' ', 'the', 'cat']);
  });

  it('lists tokens of equal count by code point', () => {
    expect(build({ '😀': 1, '\uffff': 1, b: 1, a: 1, ab: 1, '😁': 1, é: 1 }, 1)).toEqual([
      '<unk>',
      'a',
      'ab',
      'b',
      'é',
      '\uffff',
      '😀',
      '😁',
    ]);
  });

  it('keeps words that are properties of every object', () => {
    const counts = new Map([
      ['constructor', 2],
      ['__proto__', 1],
    ]);
    expect(buildVocabulary(counts, 1).tokens).toEqual(['<unk>', 'constructor', '__proto__']);
  });

  it('holds <unk> once, whatever the text says', () => {
    expect(build({ '<unk>': 7, a: 1 }, 1)).toEqual(['<unk>', 'a']);
  });

  it('is <unk> alone when everything is rare', () => {
    expect(build({ a: 1 }, 2)).toEqual(['<unk>']);
  });
});
