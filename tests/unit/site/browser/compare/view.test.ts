import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { rungNames } from '../../../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus } from '../../../../../runner/analysis/findings/rungs-schema.ts';
import { differences, featuresHtml, settingsHtml, sharedFeatures } from '../../../../../site/browser/compare/view.ts';
import { type ComparedExperiment, compared, settings } from '../../../../../site/words/compared.ts';
import { hostileStrings } from '../../../../fixtures/results/cases.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

type ComparedClaim = NonNullable<ComparedExperiment['features'][number]['claim']>;

/** A claim that passes so many rungs without a gap, and then fails one. */
function claim(passed: number): ComparedClaim {
  const status = (index: number): RungStatus => (index === passed ? 'failed' : 'passed');
  return {
    neuron: 45,
    at: 'lower, output gate, layer 1',
    url: '/x/#feature-1',
    effect: '0.9',
    interval: '',
    level: passed > 0 ? 'confirmed' : 'not confirmed',
    verdict: 'a verdict',
    statuses: Object.fromEntries(rungNames.map((rung, i) => [rung, status(i)])) as ComparedClaim['statuses'],
  };
}

const experiment = (id: string, features: Record<string, ComparedClaim | null>): ComparedExperiment => ({
  title: id,
  url: `/${id}/`,
  settings: [],
  features: Object.entries(features).map(([name, claim]) => ({ name, description: name, claim })),
});

test('a feature holds in all when every leading claim holds on held-out text; what one did not test does not hold', () => {
  const all = [
    experiment('a', { untested: claim(3), dots: claim(2), own: claim(4) }),
    experiment('b', { untested: null, dots: claim(1) }),
    experiment('c', { commas: claim(2) }),
  ];
  expect(sharedFeatures(all).map(({ name, holdsInAll }) => [name, holdsInAll])).toEqual([
    ['dots', true],
    ['untested', false],
  ]);
  const { document } = parseHTML(`<main>${featuresHtml(all).html}</main>`);
  expect(document.querySelector('p')?.textContent).toContain(
    'Every leading claim on ‘dots’ holds on held-out text, and',
  );
  expect([...document.querySelectorAll('tbody tr')].map((row) => row.children[1]?.textContent)).toEqual([
    '45',
    '45',
    'Not asked.',
    '45',
    'No neuron was tested.',
    'Not asked.',
  ]);
  expect(document.querySelector('.note:last-child')?.textContent).toBe('Asked of one of them only: ‘own’, ‘commas’.');
});

test('an experiment is compared by the claims that speak for its features', () => {
  const { result, evidence } = madeEvidence('gru-2-layers');
  const { features } = compared('gru-2-layers', result);
  expect(features.map(({ name }) => name)).toEqual(['sentence end', 'commas']);
  expect(evidence.claims.map(({ neuron }) => neuron)).toContain(features[0]?.claim?.neuron);
  expect(features[1]?.claim?.url).toMatch(/#feature-2-neuron-45$/);
});

test('hostile names, titles and settings stay text', () => {
  const all = ['a', 'b'].map((id) => ({
    ...experiment(id, Object.fromEntries(hostileStrings.map((name) => [name, claim(3)]))),
    title: hostileStrings.join(' '),
    settings: hostileStrings.map((key) => ({ key, value: `${key}${id}` })),
  }));
  const text = [settingsHtml(all), featuresHtml(all)].map(({ html }) => html).join('');
  const { document } = parseHTML(`<main>${text}</main>`);
  expect(document.querySelectorAll('script, img, b').length).toBe(0);
  expect(document.querySelectorAll('h3').length).toBe(hostileStrings.length);
});

const setting = (key: string, value: string) => ({ key, value });

test('only what differs is left, with a word for what is not set', () => {
  const a = [setting('units', '256'), setting('seed', '0'), setting('dropout', '0.4')];
  const b = [setting('units', '256'), setting('seed', '3'), setting('clip', '1'), setting('dropout', '0.4')];
  expect(differences([a, b])).toEqual([
    { key: 'seed', values: ['0', '3'] },
    { key: 'clip', values: ['not set', '1'] },
  ]);
});

test('of two results that differ in the seed and in where files go, only the seed is a difference', () => {
  const { result } = madeEvidence('lstm-dots');
  const other = structuredClone(result);
  const { manifest } = result;
  result.manifest = { ...manifest, title: 'a', seed: 0, runs: 'runs', model: { ...manifest.model, units: 60 } };
  const model = { ...manifest.model, checkpoint: 'models/x' };
  other.manifest = { ...manifest, title: 'b', seed: 3, runs: 'elsewhere', model };
  const keys = differences([compared('a', result).settings, compared('b', other).settings]);
  expect(keys).toEqual([{ key: 'seed', values: ['0', '3'] }]);
});

test('a manifest becomes rows of key and value', () => {
  const manifest = {
    seed: 0,
    model: { checkpoint: null, embedding: { size: 100, trainable: true } },
    fourier: { band: [0.4, 0.5] },
    features: [
      { name: 'dots', match: '[.?!]' },
      { name: 'nouns', partOfSpeech: ['NN', 'NNS'] },
    ],
    neurons: [],
  };
  expect(settings(manifest).map(({ key, value }) => `${key} = ${value}`)).toMatchSnapshot();
});
