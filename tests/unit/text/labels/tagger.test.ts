import { describe, expect, it } from 'vitest';
import { loadWinkTagger, makeTag } from '../../../../runner/text/labels/penn.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

const winkWords = loadWinkTagger();
const tag = makeTag(winkWords);
const tags = (text: string, context: boolean): string[] => tag(tokenize(text, 'word'), { context });

describe('the built-in tagger', () => {
  it('tags words in their sentence', () => {
    expect(tags('The cat runs.', true)).toEqual(['DT', '_SP', 'NN', '_SP', 'VBZ', '.']);
    expect(tags("They don't", true)).toEqual(['PRP', '_SP', 'VBP', 'RB', 'RB']);
  });

  it('tells a noun from a verb by its sentence', () => {
    expect(tags('I will book it.', true)[4]).toBe('VB');
    expect(tags('Read the book.', true)[4]).toBe('NN');
  });

  it('calls quotation marks as Penn does', () => {
    expect(tags('"Yes" ', true)).toEqual(['``', 'UH', "''", '_SP']);
  });

  it('is not confused by words that are properties of every object', () => {
    expect(tags('constructor __proto__ toString', true)).toHaveLength(5);
    const tokens = ['constructor', '__proto__', 'toString', '“'];
    const ofTokenized = makeTag(winkWords, 'whitespace')(tokens, { context: true });
    expect(ofTokenized).toEqual(winkWords(['constructor', '__proto__', 'toString', '``']));
    expect(ofTokenized.at(-1)).toBe('``');
  });
});

describe('tagging each token alone', () => {
  it('calls no white space a noun', () => {
    expect(tags('The cat\n', false)).toEqual(['DT', '_SP', 'NN', '_SP']);
  });

  it('tags the same token the same everywhere', () => {
    const [first, second] = ['I will book it.', 'Read the book.'].map((text) => tags(text, false)[4]);
    expect(first).toBe(second);
  });

  it('asks once for each token', () => {
    let asked = 0;
    const counting = makeTag((words) => {
      asked += 1;
      return words.map(() => 'X');
    });
    expect(counting(['a', ' ', 'a', 'b'], { context: false })).toEqual(['X', '_SP', 'X', 'X']);
    expect(asked).toBe(2);
  });
});
