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
test('what is said of an atlas', () => expect(said).toMatchSnapshot());
