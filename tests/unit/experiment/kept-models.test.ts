import { expect, it } from 'vitest';
import { changedLines } from '../../../runner/experiment/kept-models.ts';

const settings = (units: number, ...source: string[]) => ({ seed: 0, model: { units }, corpus: { source } });

it.each([
  ['was', settings(64, 'a'), settings(128, 'a', 'b'), ['model.units: 64 -> 128', 'corpus.source: a -> a, b']],
  ['was none', { clip: null, step: 1 }, { clip: 5, step: 1 }, ['clip: none -> 5']],
  ['is gone', { train: { step: 1, momentum: 0.9 } }, { train: { step: 1 } }, ['train.momentum: 0.9 -> none']],
  ['is none or nothing, in another order', { a: null, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 } }, []],
])('names each key that changed, with what it was and what it is: %s', (_, before, after, lines) => {
  expect(changedLines(before, after)).toEqual(lines);
});
