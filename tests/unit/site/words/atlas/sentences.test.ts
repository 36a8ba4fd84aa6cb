import { expect, test } from 'vitest';
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
const [quotes = expect.fail('no feature')] = atlas.features;
const learned = (neurons: number, untrained: number[]) =>
  learnedSentence({ networks: 5, learned: { neurons, untrained, threshold: 4.5, permutations: 999 } });
const values = [0, 2].flatMap((neuron) => valueSentences(publishedProfileOf({ atlas, map, shard, tokens }, neuron)));

const said = Object.fromEntries([
  ['the title', [1, 672].map(atlasTitle)],
  ['what was learned', [learned(60, [0, 3, 0, 0, 1]), learned(1, [2, 2, 2]), learned(0, [0, 0, 0]), learned(2, [])]],
  ['why that is not known', [0, 1].map((networks) => learnedSentence({ networks, learned: null }))],
  ['a cell of the matrix', [cellSentence(4, quotes, 0.056, true), cellSentence(4, quotes, Number.NaN, false)]],
  ['a feature', [featureNote(quotes)]],
  ['the best that a neuron tells', [bestOf(atlas, map, 0), bestOf(atlas, map, 2), null].map(bestSentence)],
  ['its values: mean, spread, saturation, or that it is dead', values],
]);
test('what is said of an atlas', () =>
  expect(said).toMatchInlineSnapshot(`
  {
    "a cell of the matrix": [
      "Neuron 4, inside quotes: ↓ 0.94, learned",
      "Neuron 4, inside quotes: not tested",
    ],
    "a feature": [
      "tokens of inside quotes; compared with tokens other than white space; 41 tokens in the confirmation half",
    ],
    "its values: mean, spread, saturation, or that it is dead": [
      "Mean 0.25, standard deviation 0.50, from −1.00 to 1.00.",
      "Near the low end of its range at 12% of tokens, near the high end at under 1%.",
      "Mean 0.00, standard deviation 0.00, from 0.00 to 0.00.",
      "It is dead: it hardly moves on this text.",
    ],
    "the best that a neuron tells": [
      "It is lower at “inside quotes” (local AUC 0.95), far better than chance, an untrained network or random labels.",
      "It is higher at “inside quotes” (local AUC 0.55), which it is not shown to have learned.",
      "No feature could be tested.",
    ],
    "the title": [
      "What 1 neuron reacts to",
      "What 672 neurons react to",
    ],
    "what was learned": [
      "60 neurons tell at least one feature by more than chance, than untrained networks and than control labels. In each of 5 untrained networks, 0 to 3 did, 0.8 on average.",
      "1 neuron tells at least one feature by more than chance, than untrained networks and than control labels. In each of 3 untrained networks, 2 did.",
      "No neuron tells a feature by more than chance, than untrained networks and than control labels. In 3 untrained networks, none did.",
      "2 neurons tell at least one feature by more than chance, than untrained networks and than control labels.",
    ],
    "why that is not known": [
      "No untrained network was asked of all neurons, so it cannot be said which of this was learned.",
      "Too few untrained networks were read beside this one to say which of this was learned.",
    ],
  }
`));
