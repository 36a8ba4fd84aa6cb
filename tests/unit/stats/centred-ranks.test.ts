import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../runner/stats/carriers.ts';
import { centredRanks } from '../../../runner/stats/centred-ranks.ts';
import { crossMatrix, labelsOf } from '../../../runner/stats/cross-matrix.ts';
import { segmentRanks } from '../../../runner/stats/ranks.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import { following, inventText } from '../ladder/invented-text.ts';

describe('centredRanks', () => {
  it('sums over the feature to the diagonal minus the mean of the swaps with others', () => {
    const { text, inside, random } = inventText(1);
    const units = swapUnits(text);
    const ranks = segmentRanks(following(inside, 0.7, random), text.length);
    const cross = crossMatrix(ranks, labelsOf(carriersOf(inside), units), units);
    let expected = 0;
    let offset = 0;
    for (const { length: n } of units.groups) {
      for (let d = 0; d < n; d++) {
        for (let e = 0; e < n; e++) {
          expected += (cross[offset + d * n + e] as number) * (d === e ? 1 : -1 / (n - 1));
        }
      }
      offset += n * n;
    }
    const sum = centredRanks(ranks, units).reduce((total, rank, t) => total + rank * (inside[t] as number), 0);
    expect(expected).toBeGreaterThan(10);
    expect(sum).toBeCloseTo(expected, 3);
  });

  it('is 0 throughout the only document of a source', () => {
    const { text, inside, random } = inventText(2, 25);
    text.sources[3] = 99;
    const centred = centredRanks(segmentRanks(following(inside, 1, random), text.length), swapUnits(text));
    const ofDocument = (d: number) => centred.subarray(d * text.length, (d + 1) * text.length);
    expect(ofDocument(3).every((rank) => rank === 0)).toBe(true);
    expect(ofDocument(4).every((rank) => rank === 0)).toBe(false);
  });
});
