import { describe, expect, it } from 'vitest';
import { clusterOrder } from '../../../runner/atlas/plane.ts';

describe('clusterOrder', () => {
  it('puts rows that are alike side by side, each once', () => {
    const rows = [0, 9, 0.1, 5, 9.1, 5.1, 0.2].map((value) => [value, -value]);
    const order = clusterOrder(rows);
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const groups = order.map((row) => Math.round(rows[row]?.[0] ?? Number.NaN));
    const changes = groups.filter((group, index) => index > 0 && group !== groups[index - 1]).length;
    expect(changes).toBe(2);
  });

  it('keeps one or two rows as they are', () => {
    expect(clusterOrder([[1]])).toEqual([0]);
    expect(clusterOrder([[1], [2]])).toEqual([0, 1]);
  });
});
