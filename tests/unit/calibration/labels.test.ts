import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { decoy, ofOtherDocuments, runs, shifted } from '../../calibration/labels.ts';

const truth = [Uint8Array.of(0, 0, 1, 1, 0), Uint8Array.of(1, 0, 0, 0, 1)];
const shareOf = (mask: Uint8Array) => mask.reduce((sum, each) => sum + each, 0) / mask.length;

it.each([
  ['late', shifted(truth, 1), [0, 0, 0, 1, 1], [1, 1, 0, 0, 0]],
  ['early', shifted(truth, -2), [1, 1, 0, 0, 0], [0, 0, 1, 1, 1]],
])('labels that are %s are those of each document by itself', (_, moved, ...expected) => {
  expect(moved.map((own) => [...own])).toEqual(expected);
});

it('a decoy is the truth, but for a fifth of it, in runs of ten', () => {
  const turned = Uint8Array.from(decoy([new Uint8Array(50_000)], random(1))[0] ?? []);
  expect(shareOf(turned)).toBeCloseTo(0.2, 1);
  const begun = turned.filter((each, t) => each === 1 && turned[t - 1] !== 1).length;
  expect(Math.abs((shareOf(turned) * turned.length) / begun - 10)).toBeLessThan(1);
});

it('other labels are those of a document of the other source', () => {
  const marks = Array.from({ length: 10 }, (_, document) => Uint8Array.of(document));
  expect(ofOtherDocuments(marks).map(([own]) => own)).toEqual([7, 8, 9, 0, 1, 2, 3, 4, 5, 6]);
});

it('random labels are in runs as often and as long as is asked for', () => {
  expect(shareOf(runs(random(3), 50_000, { share: 0.4, length: 5 }))).toBeCloseTo(0.4, 1);
});
