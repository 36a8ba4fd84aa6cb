import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  detectedNeurons,
  firstNeuron,
  hasRelevance,
  markedCarriers,
  relevanceNote,
} from '../../../../site/words/ranking.ts';

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

test('detected neurons come best first, without their neighbours', () => {
  expect(detectedNeurons({ windows }).map((each) => each.neuron)).toEqual([9, 5]);
  expect(firstNeuron({ windows })).toBe(9);
});

test('neurons given by hand keep the order of their numbers', () => {
  const byHand = [{ first: 17, last: 18, neurons: [neuron(17, 'detected', null), neuron(18, 'detected', null)] }];
  expect(detectedNeurons({ windows: byHand }).map((each) => each.neuron)).toEqual([17, 18]);
});

test('without a chosen neuron the first is neuron 0', () => {
  expect(firstNeuron({ windows: [] })).toBe(0);
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
  expect(hasRelevance({ relevance: null })).toBe(false);
  expect(hasRelevance({ relevance: { ...parts, relevance: [0, 0] } })).toBe(false);
  expect(hasRelevance({ relevance: { ...parts, relevance: [0, 1] } })).toBe(true);
});

test('carriers are marked unless every token is one', () => {
  expect(markedCarriers([0, 2], 3)).toEqual([0, 2]);
  expect(markedCarriers([0, 1, 2], 3)).toEqual([]);
});
