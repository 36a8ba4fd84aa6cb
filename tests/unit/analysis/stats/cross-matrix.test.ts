import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../../runner/analysis/stats/cross-matrix.ts';
import { swapUnits } from '../../../../runner/analysis/stats/tested-text.ts';
import { random } from '../../../../runner/core/random.ts';
import { distance } from './reference.ts';

describe('the cross matrix', () => {
  it('adds up scores at labels, however the labels lie', () => {
    const { normal, uniform } = random(2);
    const length = 50;
    const sources = Int32Array.of(3, 3, 1, 3, 1, 8, 3, 3, 3);
    const units = swapUnits({ length, segments: 1, sources, types: new Int32Array(450) });
    const scores = Float32Array.from({ length: 450 }, normal);
    // Rare tokens, long runs, all, none, alternating.
    const masks = [
      (t: number) => Number(t % 17 === 3),
      (t: number) => Number(t % 40 > 12),
      () => 1,
      () => 0,
      (t: number) => t % 2,
      () => Number(uniform() < 0.5),
      (t: number) => Number(t % 9 < 2),
      (t: number) => Number(t % 25 === 0),
      (t: number) => Number(t % 20 < 15),
    ];
    const mask = Uint8Array.from({ length: 450 }, (_, t) => masks[Math.floor(t / length)]?.(t) ?? 0);
    const cross = crossMatrix(scores, labelsOf(carriersOf(mask), units), units);
    const expected = [
      // More than are added up at a time.
      [0, 1, 3, 6, 7, 8],
      [2, 4],
    ].flatMap((group) =>
      group.flatMap((d) =>
        group.map((e) => {
          let sum = 0;
          for (let t = 0; t < length; t++) if (mask[e * length + t] === 1) sum += scores[d * length + t] ?? 0;
          return sum;
        }),
      ),
    );
    expect(cross.length).toBe(40);
    expect(distance(cross, expected)).toBeLessThan(1e-9);
  });
});
