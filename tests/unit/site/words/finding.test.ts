import { expect, test } from 'vitest';
import { carriersSentence, certainty, finding } from '../../../../site/words/finding.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';

/** A synthetic result, without its evidence unless that is asked for. */
function made(id: string, evidence = false) {
  const chosen = cases.find((each) => each.id === id);
  if (!chosen) throw new Error(`no case ${id}`);
  const { result } = buildResult({ ...chosen, units: 120 });
  if (!evidence) result.evidence = null;
  const feature = result.features[0];
  if (!feature) throw new Error('no feature');
  return { result, feature };
}

test('a ranking by relevance names the first neuron, and says that it is no evidence', () => {
  const { result, feature } = made('lstm-dots');
  const [first] = feature.windows.flatMap((w) => w.neurons).filter((n) => n.rank === 1);
  expect(finding(result, feature)).toBe(`Neuron ${first?.neuron} has the highest relevance of 120.`);
  expect(certainty(result, feature)).toMatch(/^This is a ranking, not evidence/);
});

test('it is said how many tokens carry a feature, and where it was looked for in several arrays', () => {
  const { result, feature } = made('lstm-dots', true);
  const said = (carriers: number) => carriersSentence(result, { ...feature, carriers, counted: 57_344 });
  expect([0, 1, 1550, 57_344].map(said)).toEqual([
    'None of the 57,344 counted tokens in the observed text carry it.',
    '1 of the 57,344 counted tokens in the observed text carries it.',
    '1,550 of the 57,344 counted tokens in the observed text carry it.',
    'All 57,344 counted tokens in the observed text carry it.',
  ]);
  const recorded = [1, 2].map((layer) => ({ component: 'cell', layer, units: 120 }));
  expect(carriersSentence({ ...result, recorded }, feature)).toContain(
    'Claims are chosen among the neurons of the cell state of layer 1 and the cell state of layer 2',
  );
});

test('a feature that never occurs ranks nothing', () => {
  const { result, feature } = made('no-carriers');
  expect(finding(result, feature)).toBe(
    'No token of the observed text carries this feature, so no neuron could be ranked.',
  );
  expect(certainty(result, feature)).toBe('This result says nothing about any neuron.');
});

test('a feature that every token carries ranks nothing', () => {
  const { result, feature } = made('all-carriers');
  expect(finding(result, feature)).toContain('the relevance of every neuron is 0');
});

test('a ranking by amplitude names its band, and warns of the rhythm of words and spaces', () => {
  const { result, feature } = made('lstm-spaces');
  expect(finding(result, feature)).toMatch(
    /^In the observed text shown, neuron \d+ oscillates most strongly between 0\.4 and 0\.5/,
  );
  expect(certainty(result, feature)).toContain('words and spaces alternate');
});

test('neurons given by hand are not called found', () => {
  const { result, feature } = made('by-hand');
  expect(finding(result, feature)).toBe('Neurons 17, 18, 19 and 44 were chosen by hand; nothing was ranked.');
  expect(certainty(result, feature)).toContain('shows nothing about the network');
});

test('a tested feature is answered by the headline of its leading claim, and by the verdicts of all', () => {
  const { result, feature } = made('lstm-dots', true);
  expect(finding(result, feature)).toBe(
    'Neuron 45 partly knows whether it is at sentence end, the network uses it, and 3 of 4 other networks have such a neuron.',
  );
  expect(certainty(result, feature)).toMatch(/^Verdicts on 4 neurons: “remembers it, the network uses it, and 3 of 4/);
  expect(certainty(result, feature)).not.toContain('No test was run');
});

test('a feature without claims is said to be untested', () => {
  const { result, feature } = made('no-carriers', true);
  expect(certainty(result, feature)).toBe('No neuron was tested.');
});

test('a number is followed, and ranked by how closely neurons go with it', () => {
  const { result, feature } = made('lstm-dots');
  const numbers = { observed: [0, 1, null], sampled: [] };
  const asNumber = { ...feature, description: 'how deep each token is', relevance: null, numbers };
  expect(finding(result, asNumber)).toMatch(
    /^Neuron \d+ goes with the number most closely of 120 over the whole observed text\.$/,
  );
  expect(certainty(result, asNumber)).toMatch(/^This is a ranking, not evidence/);
  const [window] = feature.windows;
  if (window === undefined) throw new Error('the case has a window');
  const neurons = [{ neuron: 7, role: 'detected' as const, rank: 1, score: -0.9 }];
  const byEffect = { ...result, detection: { ...result.detection, by: 'effect' as const } };
  expect(finding(byEffect, { ...asNumber, windows: [{ ...window, neurons }] })).toBe(
    'Neuron 7 goes with the number most closely of 120 on the half of the documents that chooses.',
  );
  expect(finding(byEffect, { ...feature, windows: [{ ...window, neurons }] })).toBe(
    'Neuron 7 tells the feature best of 120 on the half of the documents that chooses.',
  );
});
