import { describe, expect, it } from 'vitest';
import { featureNamed, firstWish, rowsOf, wished } from '../../../../../site/words/atlas/table.ts';
import { madeAtlas } from './made.ts';

const { atlas, map, tokens } = madeAtlas;
const rows = rowsOf(atlas, map, tokens);
const neurons = (wish: Partial<typeof firstWish>, of = rows): number[] =>
  wished(of, { ...firstWish, ...wish }).map(({ neuron }) => neuron);

describe('the table of all neurons', () => {
  it('begins with the neuron furthest beyond untrained networks', () => {
    expect(neurons({})).toEqual([0, 1, 2]);
  });

  it('is sorted both ways by number, feature and effect; who tells nothing comes behind the names', () => {
    expect(neurons({ sort: 'neuron', descending: true })).toEqual([2, 1, 0]);
    expect(neurons({ sort: 'effect', descending: false })).toEqual([2, 1, 0]);
    expect(neurons({ sort: 'feature', descending: false })).toEqual([1, 0, 2]);
  });

  it('finds a number exactly, and words of features and of excerpts', () => {
    expect(neurons({ search: ' 2 ' })).toEqual([2]);
    expect(neurons({ search: 'QUOTES' })).toEqual([0]);
    expect(neurons({ search: '<SCRIPT' })).toEqual([0]);
    expect(neurons({ search: 'no such word' })).toEqual([]);
  });

  it('knows which feature a search names: the one so called, or the only one whose name holds the words', () => {
    const asked = ['Inside QUOTES ', 'quot', 'digit', 'in', 'i', '<b>', '2'];
    expect(asked.map((words) => featureNamed(atlas, words))).toEqual([0, 0, 2, null, null, 1, null]);
    const two = { features: [...atlas.features, { ...atlas.features[0], name: 'quotes of quotes' }] } as typeof atlas;
    expect(featureNamed(two, 'quotes')).toBeNull();
  });

  it('shows of one feature every neuron that learned to tell it, with its effect there', () => {
    const ofQuotes = rowsOf(atlas, map, tokens, 0);
    expect(neurons({ feature: 0 }, ofQuotes)).toEqual([0, 1]);
    const effects = wished(ofQuotes, { ...firstWish, feature: 0 }).map(({ told }) => told?.effect);
    expect(effects).toEqual([Math.fround(0.05), 0.75]);
  });
});
