import { describe, expect, it } from 'vitest';
import { nearestVectors, principalComponents } from '../../../../runner/analysis/stats/token-vectors.ts';
import { distance, made } from './reference.ts';

/** Coordinates are [vectors][3]. */
type Case = Record<'vectors' | 'coordinates' | 'cosine', number[][]> & { explained: number[] };
/** Made by NumPy and SciPy: tests/fixtures/vectors/projection.py. */
const cases = made<Record<'spread' | 'close', Case>>('vectors/projection');

describe('principalComponents', () => {
  it.each(Object.entries(cases))('equal those of NumPy: %s', (_, { vectors, coordinates, explained }) => {
    const found = principalComponents(vectors, 3);
    expect(distance(found.explained, explained)).toBeLessThan(1e-9);
    expect(distance(found.coordinates.flat(), coordinates.flat())).toBeLessThan(1e-6);
  });

  it('have nothing to show of vectors that are all alike, or of one, and a second of nothing where all lie on a line', () => {
    const one = [1, 2, 3];
    expect(principalComponents([one])).toEqual({ coordinates: [[0, 0]], explained: [0, 0] });
    expect(principalComponents([one, one]).coordinates.flat()).toEqual([0, 0, 0, 0]);
    const onALine = [0, 1, 2, 5].map((far) => [far, 2 * far, 1]);
    expect(principalComponents(onALine).explained).toEqual([expect.closeTo(1, 12), 0]);
  });

  it('are refused where there is no vector, or one is shorter than the first', () => {
    for (const vectors of [[], [[1, 2], [1]]]) expect(() => principalComponents(vectors)).toThrow(RangeError);
  });
});

describe('nearestVectors', () => {
  const { vectors, cosine } = cases.spread;
  const rows = Float32Array.from(vectors.flat());

  it('have the cosines of SciPy, the largest first', () => {
    const all = vectors.map((_, index) => index);
    const [of, size] = [4, vectors[0]?.length ?? 0];
    const wanted = all.filter((each) => each !== of).sort((a, b) => (cosine[of]?.[b] ?? 0) - (cosine[of]?.[a] ?? 0));
    const found = nearestVectors({ rows, size }, of, all, 5);
    expect(found.map(({ index }) => index)).toEqual(wanted.slice(0, 5));
    for (const { index, cosine: value } of found) expect(value).toBeCloseTo(cosine[of]?.[index] ?? Number.NaN, 6);
  });

  it('are only of those asked for, and not of zeros', () => {
    const some = Float32Array.of(1, 0, 0, 0, 1, 1, -1, 0);
    expect(nearestVectors({ rows: some, size: 2 }, 0, [0, 1, 2, 3], 9).map(({ index }) => index)).toEqual([2, 3]);
    expect(nearestVectors({ rows: some, size: 2 }, 0, [3], 9)).toEqual([{ index: 3, cosine: -1 }]);
    expect(nearestVectors({ rows: some, size: 2 }, 1, [0, 2], 9)).toEqual([]);
  });
});
