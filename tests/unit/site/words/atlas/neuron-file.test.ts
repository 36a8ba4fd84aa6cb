import { expect, test } from 'vitest';
import { claimedNeurons, neuronOfHash, neuronUrl } from '../../../../../site/words/atlas/address.ts';
import { neuronFile } from '../../../../../site/words/atlas/neuron-file.ts';
import { publishedProfileOf } from '../../../../../site/words/atlas/profile.ts';
import { madeAtlas } from './made.ts';

const experiment = {
  id: 'quotes',
  result: {
    title: 'Who <speaks>?',
    provenance: { command: '' },
    evidence: null,
    atlases: [{ component: 'hidden', layer: 1 }],
  },
} as never;

test('a number behind the address names a neuron, in the short form too', () => {
  const named = (hash: string) => neuronOfHash(hash, 672);
  expect(['#408', '#neuron=408'].map(named)).toEqual([408, 408]);
  for (const none of ['#672', '#neuron=672', '#neuron=4e1', '', '#', '#x', '#-1']) expect(named(none), none).toBeNull();
  expect(neuronUrl(experiment, 7)).toMatch(/quotes\/neurons\/#7$/);
  // Without an atlas no neuron has a page.
  expect(claimedNeurons({ evidence: null })).toEqual([]);
});

test('a file holds the effects by feature, and the texts where the neuron is highest and lowest', () => {
  const file = neuronFile({ experiment, ...madeAtlas }, publishedProfileOf(madeAtlas, 0));
  expect(file).toMatchObject({ experiment: 'quotes', title: 'Who <speaks>?', neuron: 0, neurons: 3, claims: [] });
  expect(file.sentence).toMatch(/^Neuron 0\. It is lower at “inside quotes”/);
  expect(file.effects['inside quotes']).toEqual([expect.closeTo(0.1, 6), expect.closeTo(0.05, 6), true]);
  expect([file.highestAt, file.lowestAt]).toEqual([['a<script>\n'], []]);
});
