import { expect, it } from 'vitest';
import { completeFeature, featureSchema, referenceClass } from '../../../../../runner/text/labels/features.ts';

const files = {
  place: (path: string) => path,
  readWords: (path: string, name: string) => [path, name],
};

it('a list of words may stand in a file', () => {
  const parsed = featureSchema.parse({ name: 'colours', words: 'colours.txt', among: 'text' });
  expect(parsed).toStrictEqual({ name: 'colours', words: { file: 'colours.txt' }, among: 'text' });
  const words = ['colours.txt', 'colours'];
  expect(completeFeature(parsed, files)).toStrictEqual({ name: 'colours', words, among: 'text' });
});

it('other features need no file', () => {
  for (const feature of [
    { name: 'a', words: 'stopwords' },
    { name: 'b', words: ['x'] },
    { name: 'c', match: 'x' },
  ]) {
    expect(completeFeature(featureSchema.parse(feature), files)).toStrictEqual(feature);
  }
});

it('a list with marks in it is compared with all tokens', () => {
  expect(referenceClass({ name: 'a', words: ['and', 'or'] })).toBe('words');
  expect(referenceClass({ name: 'a', words: ['and', '&'] })).toBe('all');
});
