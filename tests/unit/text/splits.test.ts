import { expect, it } from 'vitest';
import { documentHash, splitOf } from '../../../runner/text/splits.ts';

const hashes = Array.from({ length: 4000 }, (_, index) => documentHash(`document ${index}`));
const shares = { heldOut: 0, validation: 0, proportion: 1 };
const of = (split: string, changes: Partial<typeof shares>) =>
  hashes.filter((hash) => splitOf(hash, { ...shares, ...changes }) === split);
const share = (some: readonly string[]): number => some.length / hashes.length;

it('the hash of a document is the SHA-256 of the text in UTF-8', () => {
  // sha256sum of 'é'.
  expect(documentHash('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});

it.each([
  ['3f', 'held-out'],
  ['40', 'validation'],
  ['7f', 'validation'],
  ['80', 'training'],
])('of quarters a hash that begins with %s is %s', (start, split) => {
  expect(splitOf(start.padEnd(64, '0'), { heldOut: 0.25, validation: 0.25, proportion: 1 })).toBe(split);
});

it('each split has about its share, and training all where nothing else is asked for', () => {
  expect(of('training', {})).toEqual(hashes);
  const usual = { heldOut: 0.05, validation: 0.02 };
  expect(share(of('held-out', usual))).toBeCloseTo(0.05, 1.5);
  expect(share(of('validation', usual))).toBeCloseTo(0.02, 1.5);
});

it('no document comes back into training when more is held out', () => {
  expect(of('held-out', { heldOut: 0.2 })).toEqual(expect.arrayContaining(of('held-out', { heldOut: 0.1 })));
});

it('a share of the training documents is left out, drawn by other bits than the split', () => {
  expect(share(of('training', { proportion: 0.3 }))).toBeCloseTo(0.3, 1);
  const half = { heldOut: 0.5, proportion: 0.5 };
  expect(share(of('training', half))).toBeCloseTo(0.25, 1);
  expect(share(of('left out', half))).toBeCloseTo(0.25, 1);
});
