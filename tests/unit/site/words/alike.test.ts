import { expect, test } from 'vitest';
import type { AlikeNeurons } from '../../../../runner/results/shown-schema.ts';
import { alikeSentence } from '../../../../site/words/claims.ts';

const told = (measured: NonNullable<AlikeNeurons['measured']>) =>
  alikeSentence({ status: 'passed', reason: null, measured });

test('what alike neurons say of a flip', () => {
  expect(told({ neurons: 39, flip: 0.134, largest: 0.0021, rank: 1 })).toBe(
    'Of 39 other neurons that are alike in spread, memory and outgoing weights, and do not know the feature, none matters as much: the wrong state of this neuron costs 0.13 nats a token, that of any of them at most 0.0021.',
  );
  expect(told({ neurons: 12, flip: 0.001, largest: 0.02, rank: 2 })).toContain('1 matters as much');
  expect(told({ neurons: 12, flip: 0.001, largest: 0.02, rank: 4 })).toContain('3 matter as much');
  const few: AlikeNeurons = {
    status: 'not testable',
    reason: { code: 'few alike', found: 7, needed: 19 },
    measured: null,
  };
  expect(alikeSentence(few)).toBe('7 other neurons do not know the feature, and a comparison of flips needs 19.');
});
