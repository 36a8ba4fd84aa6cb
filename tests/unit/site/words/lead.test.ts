import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claimsOn, leadClaim } from '../../../../site/words/claims.ts';
import {
  detectedNeurons,
  firstNeuron,
  hasRelevance,
  leadNeuron,
  markedCarriers,
  relevanceNote,
} from '../../../../site/words/lead.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { result } = madeEvidence('lstm-dots');
const feature = result.features[0] ?? expect.fail('no feature');
const lead = leadClaim(claimsOn(result, feature)) ?? expect.fail('no claim');
const text = (file: string): string => readFileSync(file, 'utf8');
const neuron = (number: number, role: 'detected' | 'neighbour', rank: number | null) => ({
  neuron: number,
  role,
  rank,
  score: 0.5,
});
const windows = [
  { first: 4, last: 5, neurons: [neuron(4, 'neighbour', 1), neuron(5, 'detected', 3)] },
  { first: 9, last: 9, neurons: [neuron(9, 'detected', 2)] },
];
const byHand = [{ first: 17, last: 18, neurons: [neuron(17, 'detected', null), neuron(18, 'detected', null)] }];

test.each([
  ['best first, without their neighbours', windows, [9, 5], 9],
  ['given by hand, by their numbers', byHand, [17, 18], 17],
  ['none, of which the first is neuron 0', [], [], 0],
])('detected neurons are %s', (_, of, detected, first) => {
  expect(detectedNeurons({ windows: of }).map((each) => each.neuron)).toEqual(detected);
  expect(firstNeuron({ windows: of })).toBe(first);
});

test('the neuron of the leading claim leads, and the ranking where nothing was tested, or another component, or it is one of rhythms', () => {
  const ranked = { ...feature, windows };
  expect(leadNeuron(result, ranked)).toBe(lead.neuron);
  for (const other of [
    { ...result, evidence: null },
    { ...result, detection: { ...result.detection, by: 'fourier' as const } },
    { ...result, record: { ...result.record, component: 'hidden' } },
  ])
    expect(leadNeuron(other, ranked)).toBe(9);
});

test('a relevance is said to be no grade, and where claims were tested, no order of theirs', () => {
  expect(relevanceNote(false)).toMatch(/1\.00 even on noise: .* tests nothing\.$/);
  expect(relevanceNote(true)).toMatch(/tests nothing\. .* may have failed, .* need not have the highest\.$/);
  // Wherever it is printed.
  const printing = globSync('site/components/**/*.astro').filter((file) => /heatmapOf|heatmapSvg/.test(text(file)));
  expect(printing).not.toEqual([]);
  for (const file of printing) expect(text(file)).toContain('{!feature.numbers && `${relevanceNote(');
});

test('a relevance that is undefined or 0 everywhere ranks nothing', () => {
  const parts = { prominence: [1, 1], difference: [0, 0] };
  const given = [null, { ...parts, relevance: [0, 0] }, { ...parts, relevance: [0, 1] }];
  expect(given.map((relevance) => hasRelevance({ relevance }))).toEqual([false, false, true]);
});

test('carriers are marked unless every token is one', () => {
  expect(markedCarriers([0, 2], 3)).toEqual([0, 2]);
  expect(markedCarriers([0, 1, 2], 3)).toEqual([]);
});
