import { expect, it } from 'vitest';
import { changedLines } from '../../../runner/experiment/kept-models.ts';

it('names each key that changed, with what it was and what it is', () => {
  const before = { seed: 0, model: { units: 64, embedding: { size: 300 } }, corpus: { source: ['a.txt'] } };
  const after = { seed: 0, model: { units: 128, embedding: { size: 300 } }, corpus: { source: ['a.txt', 'b.txt'] } };
  expect(changedLines(before, after)).toEqual(['model.units: 64 -> 128', 'corpus.source: a.txt -> a.txt, b.txt']);
});

it('says of a key that came or went that it was none', () => {
  expect(changedLines({ train: { clipNorm: 1, momentum: 0.9 } }, { train: { clipNorm: null, clipValue: 5 } })).toEqual([
    'train.clipNorm: 1 -> none',
    'train.clipValue: none -> 5',
    'train.momentum: 0.9 -> none',
  ]);
});

it('takes none and nothing for the same, and the order of keys for nothing', () => {
  expect(changedLines({ a: null, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 } })).toEqual([]);
});
