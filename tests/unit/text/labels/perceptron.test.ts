import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNltkTagger } from '../../../../runner/io/formats/nltk/tagger.ts';
import { makePerceptron } from '../../../../runner/text/labels/penn.ts';

/** A small tagger that NLTK 3.9.1 trained, and the tags that it gave with it. */
const model = await readNltkTagger('tests/fixtures/nltk', '.');
const expected: { words: string[]; tags: string[] }[] = JSON.parse(
  readFileSync('tests/fixtures/nltk/expected.json', 'utf8'),
);

describe('the perceptron', () => {
  it("gives NLTK's tags", () => {
    const tagWords = makePerceptron(model);
    for (const { words, tags } of expected) expect(tagWords(words)).toEqual(tags);
  });

  it('gives words of the dictionary their only tag', () => {
    const tagWords = makePerceptron({ weights: { bias: { A: 1 } }, tagdict: { the: 'DT' }, classes: ['A', 'B'] });
    expect(tagWords(['the', 'constructor'])).toEqual(['DT', 'A']);
  });

  it('gives the last tag by name when nothing decides', () => {
    expect(makePerceptron({ weights: {}, tagdict: {}, classes: ['B', 'C', 'A'] })(['x'])).toEqual(['C']);
  });
});
