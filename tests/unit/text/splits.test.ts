import { describe, expect, it } from 'vitest';
import { documentHash, inProportion, splitOf } from '../../../runner/text/splits.ts';

const hashes = Array.from({ length: 4000 }, (_, index) => documentHash(`document ${index}`));
const share = (keep: (hash: string) => boolean): number => hashes.filter(keep).length / hashes.length;

describe('documentHash', () => {
  it('is the SHA-256 of the text in UTF-8', () => {
    // sha256sum of 'é'.
    expect(documentHash('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });
});

describe('splitOf', () => {
  const place = (start: string): string => start.padEnd(64, 'f');

  it('puts the lowest hashes in the held-out split, the next in validation, the rest in training', () => {
    const shares = { heldOut: 0.25, validation: 0.25 };
    expect(splitOf(place('3f'), shares)).toBe('held-out');
    expect(splitOf(place('40'), shares)).toBe('validation');
    expect(splitOf(place('7f'), shares)).toBe('validation');
    expect(splitOf(place('80'), shares)).toBe('training');
  });

  it('puts everything in training when nothing else is asked for', () => {
    expect(hashes.every((hash) => splitOf(hash, { heldOut: 0, validation: 0 }) === 'training')).toBe(true);
  });

  it('gives each split about its share', () => {
    const shares = { heldOut: 0.05, validation: 0.02 };
    expect(share((hash) => splitOf(hash, shares) === 'held-out')).toBeCloseTo(0.05, 1.5);
    expect(share((hash) => splitOf(hash, shares) === 'validation')).toBeCloseTo(0.02, 1.5);
  });

  it('never takes a document back into training when more is held out', () => {
    const heldOut = (amount: number) =>
      hashes.filter((hash) => splitOf(hash, { heldOut: amount, validation: 0 }) === 'held-out');
    expect(heldOut(0.2)).toEqual(expect.arrayContaining(heldOut(0.1)));
  });
});

describe('inProportion', () => {
  it('keeps about the share asked for, and everything at 1', () => {
    expect(share((hash) => inProportion(hash, 0.3))).toBeCloseTo(0.3, 1);
    expect(share((hash) => inProportion(hash, 1))).toBe(1);
  });

  it('is independent of the split', () => {
    const training = hashes.filter((hash) => splitOf(hash, { heldOut: 0.5, validation: 0 }) === 'training');
    const kept = training.filter((hash) => inProportion(hash, 0.5));
    expect(kept.length / training.length).toBeCloseTo(0.5, 1);
  });
});
