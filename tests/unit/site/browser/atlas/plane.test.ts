import { describe, expect, test } from 'vitest';
import { nextTowards } from '../../../../../site/browser/atlas/plane.ts';

describe('from dot to dot of the plane by keys', () => {
  /** Neuron 0 in the middle; 1 right of it, 2 further right, 3 nearer but above, 4 below, 5 to the left and above. */
  const dots = [
    { neuron: 0, x: 100, y: 100 },
    { neuron: 1, x: 140, y: 110 },
    { neuron: 2, x: 180, y: 100 },
    { neuron: 3, x: 105, y: 80 },
    { neuron: 4, x: 90, y: 190 },
    { neuron: 5, x: 60, y: 65 },
  ];

  test('the nearest that lies that way comes next, not one that is nearer elsewhere', () => {
    expect(nextTowards(dots, 0, [1, 0])).toBe(1);
    expect(nextTowards(dots, 0, [0, -1])).toBe(3);
    expect(nextTowards(dots, 0, [0, 1])).toBe(4);
    expect(nextTowards(dots, 0, [-1, 0])).toBe(5);
    expect(nextTowards(dots, 1, [1, 0])).toBe(2);
  });

  test('at the edge a key leads nowhere', () => {
    expect(nextTowards(dots, 2, [1, 0])).toBeNull();
    expect(nextTowards(dots, 4, [0, 1])).toBeNull();
    expect(nextTowards(dots, 9, [1, 0])).toBeNull();
  });
});
