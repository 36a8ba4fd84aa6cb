import { expect, test } from 'vitest';
import { catalogue } from '../../../../../runner/text/labels/catalogue.ts';
import { familyOf } from '../../../../../site/words/atlas/families.ts';

const feature = (name: string, among: 'words' | 'text' | 'all', decidedByToken: boolean) =>
  familyOf({ name, among, decidedByToken });

test('a feature belongs to speech by its name, to words by what it is compared with, to marks by its token', () => {
  expect(feature('inside quotes', 'text', false)).toBe('speech');
  expect(feature('quotation mark', 'all', true)).toBe('speech');
  expect(feature('past tense', 'words', false)).toBe('words');
  expect(feature('comma', 'all', true)).toBe('marks');
  expect(feature('after a comma', 'text', false)).toBe('place');
});

test('of the catalogue only features about quotes are of speech', () => {
  const ofSpeech = catalogue('word').filter(({ name }) => feature(name, 'all', true) === 'speech');
  expect(ofSpeech.map(({ name }) => name)).toEqual(['quotation mark', 'inside quotes', 'after a quotation mark']);
});
