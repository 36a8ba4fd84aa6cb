import { describe, expect, it } from 'vitest';
import { fitted, orthonormalBasis, product, subtract } from '../../../../runner/analysis/stats/regression.ts';
import { random } from '../../../../runner/core/random.ts';

const { normal } = random(14);
const column = () => Float64Array.from({ length: 40 }, normal);
const columns = [new Float64Array(40).fill(1), column(), column(), column()];

describe('orthonormalBasis', () => {
  it('has columns of length 1 at right angles', () => {
    const basis = orthonormalBasis(columns);
    expect(basis).toHaveLength(4);
    basis.forEach((a, i) => {
      basis.forEach((b, j) => {
        expect(product(a, b)).toBeCloseTo(i === j ? 1 : 0, 12);
      });
    });
  });

  it('leaves out columns that say nothing new, and empty ones', () => {
    const [one = column(), two = column()] = columns;
    const sum = one.map((value, row) => 3 * value - (two[row] as number));
    expect(orthonormalBasis([one, two, sum, new Float64Array(40)])).toHaveLength(2);
  });
});

describe('fitted', () => {
  it('gives back a sum of the columns', () => {
    const [one = column(), two = column()] = columns;
    const sum = one.map((value, row) => 3 * value - 2 * (two[row] as number));
    const rest = subtract(sum, fitted(orthonormalBasis(columns), sum));
    expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-12);
  });

  it('leaves a rest at right angles to every column', () => {
    const signal = column();
    const rest = subtract(signal, fitted(orthonormalBasis(columns), signal));
    for (const each of columns) expect(product(rest, each)).toBeCloseTo(0, 10);
  });
});
