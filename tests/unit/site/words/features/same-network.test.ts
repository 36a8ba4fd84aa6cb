import { expect, test } from 'vitest';
import { networkOf, neuronsOf } from '../../../../../site/words/features/same-network.ts';

const read = (id: string, origin: string) => ({ id, result: { model: { origin } } });

test('a shipped model is one network in all experiments on it, and one that was trained for an experiment is its own', () => {
  const [quotes, spaces] = [read('quotes', 'models/stories-lstm'), read('spaces', './models/stories-lstm/')];
  expect(networkOf(quotes)).toBe(networkOf(spaces));
  expect(networkOf(read('a', 'trained here'))).not.toBe(networkOf(read('b', 'trained here')));
  expect(networkOf(read('stories-lstm', 'trained here'))).not.toBe(networkOf(quotes));
});

test('the same neurons are those of one component of one layer', () => {
  const [quotes, spaces] = [read('quotes', 'models/stories-lstm'), read('spaces', 'models/stories-lstm')];
  const hidden = { component: 'hidden', layer: 1 };
  expect(neuronsOf(quotes, hidden)).toBe(neuronsOf(spaces, hidden));
  expect(neuronsOf(quotes, hidden)).not.toBe(neuronsOf(spaces, { ...hidden, component: 'cell' }));
  expect(neuronsOf(quotes, hidden)).not.toBe(neuronsOf(spaces, { ...hidden, layer: 2 }));
});
