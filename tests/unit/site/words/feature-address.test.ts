import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { featureFolder, featurePath, mainFeature } from '../../../../site/words/page-features.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result } = madeEvidence('gru-2-layers');
const first = result.features[0] ?? expect.fail('no feature');
const named = (...names: string[]) => ({ ...result, features: names.map((name) => ({ ...first, name })) });

test.each([
  ['Inside quotes', 'inside-quotes'],
  ['past-tense, in context', 'past-tense-in-context'],
  ['depth 2+', 'depth-2-plus'],
  ['nouns (plural): 50% & more', 'nouns-plural-50-percent-and-more'],
  ['()', 'feature-2'],
  ['[.?!]', 'feature-2'],
  ['<script>', 'feature-2'],
  ['مرحبا', 'feature-2'],
])('a feature called %o has the folder %o', (name, folder) => {
  expect(featureFolder(named('other', name), 2)).toBe(folder);
});

test('a feature called as a page beneath an experiment leaves it its address', () => {
  const pages = readdirSync('site/pages/experiments/[id]')
    .filter((name) => /^[a-z-]+(\.astro)?$/.test(name) && name !== 'index.astro')
    .map((name) => name.replace('.astro', ''));
  expect(pages).toContain('write-up');
  for (const page of pages) expect(featureFolder(named('other', page), 2), page).toBe('feature-2');
});

test('two features whose names would share a folder are told apart by number', () => {
  const same = named('A b', 'a, b');
  expect([featureFolder(same, 1), featureFolder(same, 2)]).toEqual(['feature-1', 'feature-2']);
});

test('the leading feature has the address of the experiment, each other a folder beneath it', () => {
  const paths = result.features.map((feature, index) => [
    feature === mainFeature(result),
    featurePath(result, index + 1),
  ]);
  expect(paths).toEqual([
    [true, ''],
    [false, 'commas/'],
  ]);
});
