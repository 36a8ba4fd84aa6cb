import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { rungNames } from '../../../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus } from '../../../../../runner/analysis/findings/rungs-schema.ts';
import { experimentsHtml, featuresHtml, settingsHtml } from '../../../../../site/browser/compare/view.ts';
import { type ComparedClaim, type ComparedExperiment, compared } from '../../../../../site/words/compare/compared.ts';
import { differences, sharedFeatures, unsharedFeatures } from '../../../../../site/words/compare/shared.ts';
import { hostileStrings } from '../../../../fixtures/results/cases.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

/** A claim that passes so many rungs without a gap, and then fails one. */
function claim(passed: number): ComparedClaim {
  const status = (index: number): RungStatus => (index === passed ? 'failed' : 'passed');
  return {
    neuron: 45,
    component: 'output gate, layer 1',
    sign: -1,
    url: '/x/#feature-1',
    verdict: { level: passed > 0 ? 'confirmed' : 'not confirmed', phrase: 'a verdict' },
    statuses: Object.fromEntries(rungNames.map((rung, i) => [rung, status(i)])) as ComparedClaim['statuses'],
    effect: null,
    matches: [],
  };
}

const experiment = (id: string, features: Record<string, ComparedClaim[]>): ComparedExperiment => ({
  id,
  title: id,
  url: `/${id}/`,
  settings: [],
  perplexity: null,
  curve: null,
  features: Object.entries(features).map(([name, claims]) => ({
    name,
    description: name,
    claims,
    tested: claims.length,
  })),
});

test('a feature holds in all when every leading claim holds on held-out text; what one did not test does not hold', () => {
  const all = [
    experiment('a', { untested: [claim(3)], dots: [claim(2), claim(0)], own: [claim(4)] }),
    experiment('b', { untested: [], dots: [claim(1), claim(4)] }),
    experiment('c', { commas: [claim(2)] }),
  ];
  const shared = sharedFeatures(all);
  expect(shared.map(({ name, holdsInAll }) => [name, holdsInAll])).toEqual([
    ['dots', true],
    ['untested', false],
  ]);
  expect(shared[0]?.passed).toMatchObject({ heldOut: 2, learned: 1 });
  expect(shared[0]?.each.map((feature) => feature?.claims.length ?? null)).toEqual([2, 2, null]);
  expect(unsharedFeatures(all, shared)).toEqual(['own', 'commas']);
  const { document } = parseHTML(`<main>${featuresHtml(all).html}</main>`);
  expect(document.querySelector('p')?.textContent).toContain('Every leading claim holds on held-out text for ‘dots’.');
});

test('an experiment is compared by the claims of its page, the one that speaks for a feature first', () => {
  const { result, evidence } = madeEvidence('gru-2-layers');
  const { features, curve } = compared('gru-2-layers', result);
  expect(features.map(({ name }) => name)).toEqual(['sentence end', 'commas']);
  expect(features[0]?.claims.map(({ neuron }) => neuron)).toEqual(
    evidence.claims.filter(({ feature }) => feature === 'sentence end').map(({ neuron }) => neuron),
  );
  expect(features[1]?.claims[0]?.url).toMatch(/#feature-2-neuron-45$/);
  expect(curve?.[0]?.loss).toBe(result.learningCurve?.epochs[0]?.validationLoss);
  const many = compared('catalogue', madeEvidence('catalogue').result);
  expect(new Set(many.features.map(({ claims }) => claims.length))).toEqual(new Set([0, 1]));
});

test('hostile names, titles and settings stay text', () => {
  const all = ['a', 'b'].map((id) => ({
    ...experiment(id, Object.fromEntries(hostileStrings.map((name) => [name, [claim(3)]]))),
    title: hostileStrings.join(' '),
    settings: hostileStrings.map((key) => ({ key, value: `${key}${id}` })),
  }));
  const text = [experimentsHtml(all), settingsHtml(all), featuresHtml(all)].map(({ html }) => html).join('');
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
