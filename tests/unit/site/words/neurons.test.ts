import { expect, test } from 'vitest';
import { neuronUrl } from '../../../../site/words/atlas/address.ts';
import { neuronOfHash } from '../../../../site/words/atlas/hash.ts';
import type { PublishedProfile } from '../../../../site/words/atlas/profile.ts';
import { embedding, neuronFile } from '../../../../site/words/neurons/file.ts';

test('a number behind the address names a neuron, in the short form too', () => {
  expect(['#408', '#neuron=408', '#672', '#', '#x', '#-1'].map((hash) => neuronOfHash(hash, 672))).toEqual([
    ...[408, 408, null, null, null, null],
  ]);
});

test('every neuron of an atlas has an address', () => {
  const result = { atlases: [{ component: 'hidden', layer: 1 }], evidence: null } as never;
  expect(neuronUrl({ id: 'quotes', result }, 7)).toMatch(/quotes\/neurons\/#7$/);
});

const profile = {
  ...{ neuron: 7, mean: 0.1, deviation: 0.2, lowest: -1, highest: 1, nearest: [], rhythm: null, writes: null },
  effects: [{ feature: { name: 'nouns' }, discovery: 0.2, effect: 0.25, beyond: null, learned: true }],
  excerpts: [
    { kind: 'highest', excerpts: [{ tokens: ['a', ' ', 'b'], activations: [1, 0, 0], centre: 0, position: 3 }] },
    { kind: 'lowest', excerpts: [{ tokens: ['<c>'], activations: [-1], centre: 0, position: 9 }] },
  ],
} as unknown as PublishedProfile;
const facts = {
  ...{ experiment: 'quotes', title: 'Who <speaks>?', page: '/neurons/#7', profile, claims: [] },
  atlas: { component: 'hidden', layer: 1, neurons: 672, range: [-1, 1] as [number, number] },
};

test('a file holds the effects by feature, and shows where the neuron is lowest when it is lower at its feature', () => {
  const best = { number: 0, feature: { name: 'nouns' } as never, effect: 0.25, beyond: null, learned: true };
  const file = neuronFile({ ...facts, best });
  expect(file.effects).toEqual({ nouns: [0.2, 0.25, true] });
  expect([file.highestAt, file.lowestAt]).toEqual([['a b'], ['<c>']]);
  expect(file.example?.tokens).toEqual(['<c>']);
  expect(neuronFile({ ...facts, best: { ...best, effect: 0.75 } }).example?.tokens).toEqual(['a', ' ', 'b']);
});

test('the code for another page is safe whatever the title says', () => {
  expect(embedding('https://a.example/x/', 'A "b" <c>')).toBe(
    '<iframe src="https://a.example/x/" title="A &quot;b&quot; &lt;c&gt;" width="420" height="240" loading="lazy"></iframe>',
  );
});
