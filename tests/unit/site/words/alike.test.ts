import { expect, test } from 'vitest';
import { alikeSentence } from '../../../../site/words/claims.ts';

test('what alike neurons say of a flip', () => {
  expect(alikeSentence({ neurons: 39, flip: 0.134, largest: 0.0021, rank: 1 })).toBe(
    'Of 39 other neurons that are alike in spread, memory and outgoing weights, and do not know the feature, none matters as much: the wrong state of this neuron costs 0.13 nats a token, that of any of them at most 0.0021.',
  );
  expect(alikeSentence({ neurons: 12, flip: 0.001, largest: 0.02, rank: 2 })).toContain('1 matters as much');
  expect(alikeSentence({ neurons: 12, flip: 0.001, largest: 0.02, rank: 4 })).toContain('3 matter as much');
});
