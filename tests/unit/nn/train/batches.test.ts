import { describe, expect, it } from 'vitest';
import { epochBatches, evaluationBatches, stepsPerEpoch } from '../../../../runner/nn/train/batches.ts';

const every = { objective: 'every', batch: 2, window: 3, shuffle: false, flipInput: false, rare: null } as const;
const last = { ...every, objective: 'last' } as const;
const count = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

describe('batches of the objective every', () => {
  it('cut the text into parallel streams that go on from window to window', () => {
    // Two streams of 7 tokens: 0..6 and 7..13; time-major.
    const batches = epochBatches([count(0, 5), count(5, 14)], every, 0, 1);
    expect(batches.steps).toBe(2);
    expect([...batches.batch(0).tokens]).toEqual([0, 7, 1, 8, 2, 9]);
    expect([...batches.batch(0).targets]).toEqual([1, 8, 2, 9, 3, 10]);
    expect([...batches.batch(1).tokens]).toEqual([3, 10, 4, 11, 5, 12]);
    expect([...batches.batch(1).targets]).toEqual([4, 11, 5, 12, 6, 13]);
  });

  it('shuffle whole documents, by seed and epoch', () => {
    const documents = Array.from({ length: 8 }, (_, d) => count(4 * d, 4 * d + 4));
    const read = (seed: number, epoch: number) => {
      const batches = epochBatches(documents, { ...every, batch: 1, window: 31, shuffle: true }, seed, epoch);
      return [...batches.batch(0).tokens];
    };
    expect(read(1, 1)).toEqual(read(1, 1));
    expect(read(1, 1)).not.toEqual(read(1, 2));
    expect(read(1, 1)).not.toEqual(read(2, 1));
    const starts = read(1, 1).filter((_, i) => i % 4 === 0);
    expect([...starts].sort((a, b) => a - b)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  });
});

describe('batches of the objective last', () => {
  it('are windows within documents, each with the token that follows', () => {
    const batches = epochBatches([count(0, 5), count(10, 13), count(20, 24)], last, 0, 1);
    // Windows 0-2 -> 3, 1-3 -> 4 and 20-22 -> 23; the document of three tokens has none.
    expect(batches.steps).toBe(1);
    expect([...batches.batch(0).tokens]).toEqual([0, 1, 1, 2, 2, 3]);
    expect([...batches.batch(0).targets]).toEqual([3, 4]);
  });

  it('leave out windows that hold or predict a rare word', () => {
    const documents = [Int32Array.of(1, 2, 3, 4, 9, 5, 6, 7, 8)];
    const starts = [...evaluationBatches(documents, { ...last, rare: 9, window: 2 }, 4)];
    const kept = starts.flatMap(({ targets, weight }) => [...targets].filter((_, i) => weight[i] === 1));
    expect(kept).toEqual([3, 4, 7, 8]);
  });

  it('can be read backwards', () => {
    const batches = epochBatches([count(0, 5)], { ...last, flipInput: true }, 0, 1);
    expect([...batches.batch(0).tokens]).toEqual([2, 3, 1, 2, 0, 1]);
  });
});

describe('an evaluation', () => {
  it('counts every predictable position of every stream once', () => {
    const seen: [number, number][] = [];
    for (const { tokens, targets, weight } of evaluationBatches([count(0, 17)], every, 2)) {
      weight.forEach((w, i) => {
        if (w === 1) seen.push([tokens[i] ?? -1, targets[i] ?? -1]);
      });
    }
    // Two streams of 8 tokens predict 7 each.
    const expected = [...count(0, 7), ...count(8, 15)].map((token) => [token, token + 1]);
    expect(seen.sort((a, b) => a[0] - b[0])).toEqual(expected);
  });

  it('has as many training steps as the batches say', () => {
    expect(stepsPerEpoch([count(0, 100)], every)).toBe(16);
    expect(stepsPerEpoch([count(0, 100)], last)).toBe(48);
  });
});
