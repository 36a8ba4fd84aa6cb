import { expect, test } from 'vitest';
import { isTagged } from '../../../../site/data/catalogue.ts';
import { result } from '../../cli/terminal/result.ts';

test('a feature is marked by a tagger where the manifest, or else the catalogue, asks for tags', () => {
  const own = result();
  const asked = (features: unknown[], name: string) =>
    isTagged({ ...own, manifest: { ...own.manifest, features: features as typeof own.manifest.features } }, name);
  expect(['past tense', 'nouns', 'comma', 'nobody'].map((name) => asked([], name))).toEqual([true, true, false, false]);
  expect(asked([{ name: 'nouns', words: ['a'] }], 'nouns')).toBe(false);
  expect(asked([{ name: 'x', partOfSpeech: ['NN'], context: true }], 'x')).toBe(true);
});
