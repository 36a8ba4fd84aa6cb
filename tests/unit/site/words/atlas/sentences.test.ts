import { expect, test } from 'vitest';
import { claimedNeurons } from '../../../../../site/words/atlas/address.ts';
import { neuronOfHash } from '../../../../../site/words/atlas/hash.ts';
import { bestOf } from '../../../../../site/words/atlas/learned.ts';
import { publishedProfileOf } from '../../../../../site/words/atlas/profile.ts';
import {
  atlasTitle,
  bestSentence,
  cellSentence,
  featureNote,
  learnedSentence,
  valueSentences,
} from '../../../../../site/words/atlas/sentences.ts';
import { madeAtlas } from './made.ts';

const { atlas, map, tokens, shard } = madeAtlas;

test('the title and the count of what was learned, or why it is not known', () => {
  expect(atlasTitle(1)).toBe('What 1 neuron reacts to');
  expect(atlasTitle(672)).toBe('What 672 neurons react to');
  const told = (neurons: number, untrained: number[]) =>
    learnedSentence({ networks: 5, learned: { neurons, untrained, threshold: 4.5, permutations: 999 } });
  expect(told(60, [0, 3, 0, 0, 1])).toBe(
    '60 neurons tell at least one feature by more than chance, than untrained networks and than control labels. In each of 5 untrained networks, 0 to 3 did, 0.8 on average.',
  );
  expect(told(1, [2, 2, 2])).toMatch(/^1 neuron tells .* In each of 3 untrained networks, 2 did\.$/);
  expect(told(0, [0, 0, 0])).toMatch(/^No neuron tells .* In 3 untrained networks, none did\.$/);
  expect(told(2, [])).not.toMatch(/In (?:each of )?\d/);
  expect(learnedSentence({ networks: 0, learned: null })).toContain('No untrained network');
  expect(learnedSentence({ networks: 1, learned: null })).toContain('Too few');
});

test('a cell of the matrix is read out with its number, and whether it was learned', () => {
  const [quotes] = atlas.features;
  if (quotes === undefined) throw new Error('no feature');
  expect(cellSentence(4, quotes, 0.056, true)).toBe('Neuron 4, inside quotes: ↓\u00a00.94, learned');
  expect(cellSentence(4, quotes, Number.NaN, false)).toBe('Neuron 4, inside quotes: not tested');
  expect(featureNote(quotes)).toBe(
    'tokens of inside quotes; compared with tokens other than white space; 41 tokens in the confirmation half',
  );
});

test('a neuron in a sentence: what it tells, and whether an untrained network would', () => {
  expect(bestSentence(bestOf(atlas, map, 0))).toBe(
    'It is lower at “inside quotes” (local AUC 0.95), far better than chance, an untrained network or random labels.',
  );
  expect(bestSentence(bestOf(atlas, map, 2))).toContain('which it is not shown to have learned');
  expect(bestSentence(null)).toBe('No feature could be tested.');
});

test('its values: mean, spread, saturation, or that it is dead', () => {
  const [first, third] = [0, 2].map((neuron) => publishedProfileOf({ atlas, map, shard, tokens }, neuron));
  if (!first || !third) throw new Error('no profile');
  expect(valueSentences(first)).toEqual([
    'Mean 0.25, standard deviation 0.50, from −1.00 to 1.00.',
    'Near the low end of its range at 12% of tokens, near the high end at under 1%.',
  ]);
  expect(valueSentences(third)[1]).toContain('dead');
});

test('an address names a neuron only of this atlas', () => {
  expect(neuronOfHash('#neuron=408', 672)).toBe(408);
  expect(neuronOfHash('#neuron=672', 672)).toBeNull();
  expect(neuronOfHash('#neuron=4e1', 672)).toBeNull();
  expect(neuronOfHash('', 672)).toBeNull();
});

test('without an atlas no neuron has a page', () => {
  expect(claimedNeurons({ evidence: null })).toEqual([]);
});
