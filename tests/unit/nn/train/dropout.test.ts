/** What a training draws by seeds: which inputs are dropped, and which streams begin anew. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dropoutMask, keptScale } from '../../../../runner/nn/train/dropout.ts';
import { keptStreams } from '../../../../runner/nn/train/trainer.ts';

describe.each([
  ['a dropout mask', 0.4, (count: number, seeds: number[]) => dropoutMask(count, 0.4, seeds)],
  ['a reset of states', 0.01, (count: number, seeds: number[]) => Uint8Array.from(keptStreams(count, seeds))],
])('%s', (_what, dropped, draw) => {
  it('drops the asked share and keeps the mean', () => {
    const kept = draw(200_000, [1, 2, 3]);
    expect(new Set(kept)).toEqual(new Set([0, 1]));
    const share = kept.reduce((sum, bit) => sum + bit, 0) / kept.length;
    // Five standard deviations.
    expect(Math.abs(share - (1 - dropped))).toBeLessThan(5 * Math.sqrt((dropped * (1 - dropped)) / kept.length));
  });

  it('depends on its seeds alone', () => {
    const drawn = (...seeds: number[]) => draw(4000, seeds).join('');
    expect(drawn(1, 5, 0)).toBe(drawn(1, 5, 0));
    expect(new Set([drawn(1, 5, 0), drawn(2, 5, 0), drawn(1, 6, 0), drawn(1, 5, 1)]).size).toBe(4);
  });
});

it('what is kept is scaled, and rate 0 drops nothing, of an odd length too', () => {
  expect(keptScale(0.4) * 0.6).toBeCloseTo(1, 4);
  expect(dropoutMask(7, 0, [0])).toEqual(new Uint8Array(7).fill(1));
});

it('a dropout mask is the one that published models were trained with', () => {
  const hash = (mask: Uint8Array) => createHash('sha256').update(mask).digest('hex').slice(0, 16);
  expect([...dropoutMask(7, 0.4, [0, 0, 0])]).toEqual([1, 1, 1, 0, 1, 1, 1]);
  // Of the masks as they were drawn until November 2026, word by word.
  expect(hash(dropoutMask(20_001, 0.4, [3, 17, 1]))).toBe('83a005d0bf103d10');
  expect(hash(dropoutMask(20_000, 0.25, [2 ** 40, 5, 2]))).toBe('fb68a04b91da40d2');
});
