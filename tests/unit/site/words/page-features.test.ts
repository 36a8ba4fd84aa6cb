import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { figuresOfClaims } from '../../../../site/figures/claims.ts';
import {
  chosenFeatures,
  drawn,
  featureFolder,
  featurePath,
  fullFeatures,
  mainFeature,
  mostFeatures,
  pageFeatures,
  shownClaims,
} from '../../../../site/words/page-features.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const few = madeEvidence('gru-2-layers').result;
const many = madeEvidence('catalogue').result;

/** `many` with the first claims of all features failing, but those of the features numbered. */
function withLeads(passing: readonly number[]): typeof many {
  const names = passing.map((number) => many.features[number - 1]?.name);
  const copy = structuredClone(many);
  for (const claim of copy.evidence?.claims ?? []) {
    if (!names.includes(claim.feature)) claim.verdict = { level: 'not confirmed' };
  }
  return copy;
}

test('few features are all shown in full, with all their claims', () => {
  expect(pageFeatures(few).map(({ number, full }) => `${number} ${full}`)).toEqual(['1 true', '2 true']);
  expect(few.features.map((feature) => shownClaims(few, feature).length)).toEqual([4, 4]);
  expect(mainFeature(few)).toBe(few.features[0]);
  expect(drawn(few, few.spectra)).toBe(few.spectra);
});

test('a label drawn by lot has no page, unless there is nothing else', () => {
  const copy = structuredClone(few);
  const lot = (index: number) => {
    const { name = '' } = copy.features[index] ?? {};
    copy.manifest.features[index] = { name, control: 'runs', meanLength: 20, n: 3, seed: 0 };
  };
  lot(0);
  expect(fullFeatures(copy).map(({ number }) => number)).toEqual([2]);
  expect(mainFeature(copy)).toBe(copy.features[1]);
  lot(1);
  expect(fullFeatures(copy)).toHaveLength(2);
});

test('of many features those are shown in full whose claims get furthest, under their own numbers', () => {
  expect(many.features.length).toBeGreaterThan(mostFeatures);
  const result = withLeads([3, 14]);
  expect(fullFeatures(result).map(({ number }) => number)).toEqual([3, 14]);
  expect(pageFeatures(result).length).toBe(many.features.length);
  expect([result.features[2], result.features[13]]).toContain(mainFeature(result));
});

test('of features that get as far the one that is named first stands for the experiment', () => {
  const alike = structuredClone(few);
  for (const claim of alike.evidence?.claims ?? []) claim.verdict = { level: 'used' };
  expect(mainFeature(alike)).toBe(alike.features[0]);
  expect(mainFeature({ ...alike, features: alike.features.toReversed() })).toBe(alike.features[1]);
  const copy = structuredClone(few);
  for (const claim of copy.evidence?.claims ?? [])
    claim.verdict = { level: claim.feature === copy.features[1]?.name ? 'used' : 'remembers' };
  expect(mainFeature(copy)).toBe(copy.features[1]);
});

test('a feature that was not tested comes after all that were', () => {
  const untested = withLeads([]);
  const { evidence } = untested;
  if (evidence) evidence.claims = evidence.claims.filter(({ feature }) => feature === untested.features[20]?.name);
  expect(fullFeatures(untested).map(({ number }) => number)).toEqual([1, 21]);
});

test('of many features only what is shown in full is drawn', () => {
  const files = figuresOfClaims(many, null).map(({ name }) => name);
  const anchors = new Set(files.flatMap((name) => /^feature-\d+-neuron-\d+/.exec(name)?.[0] ?? []));
  expect(anchors.size).toBe(chosenFeatures);
  const neurons = fullFeatures(many).flatMap(({ feature }) =>
    feature.windows.flatMap((window) => window.neurons.map(({ neuron }) => neuron)),
  );
  const spectra = drawn(many, many.spectra).map(({ neuron }) => neuron);
  expect(spectra.length).toBeGreaterThan(0);
  expect(spectra.length).toBeLessThan(many.spectra.length);
  expect(new Set(spectra)).toEqual(new Set(neurons));
});

const first = few.features[0] ?? expect.fail('no feature');
const named = (...names: string[]) => ({ ...few, features: names.map((name) => ({ ...first, name })) });

test.each([
  ['Inside quotes', 'inside-quotes'],
  ['past-tense, in context', 'past-tense-in-context'],
  ['depth 2+', 'depth-2-plus'],
  ['nouns (plural): 50% & more', 'nouns-plural-50-percent-and-more'],
  ['<script>', 'feature-2'],
  ['مرحبا', 'feature-2'],
])('a feature called %o has the folder %o', (name, folder) => {
  expect(featureFolder(named('other', name), 2)).toBe(folder);
});

test('a feature called as a page beneath an experiment leaves it its address', () => {
  const pages = readdirSync('site/pages/experiments/[id]')
    .filter((name) => /^[a-z-]+(\.astro)?$/.test(name) && name !== 'index.astro')
    .map((name) => name.replace('.astro', ''));
  expect(pages).toContain('atlas');
  // A write-up stood there once.
  for (const page of ['write-up', ...pages]) expect(featureFolder(named('other', page), 2), page).toBe('feature-2');
});

test('two features whose names would share a folder are told apart by number', () => {
  const same = named('A b', 'a, b');
  expect([featureFolder(same, 1), featureFolder(same, 2)]).toEqual(['feature-1', 'feature-2']);
});

test('the leading feature has the address of the experiment, each other a folder beneath it', () => {
  expect(few.features.map((_, index) => featurePath(few, index + 1))).toEqual(['', 'commas/']);
});
