import { afterEach, describe, expect, it, vi } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { createProduct, dotProducts } from '../../../../../site/browser/live/product.ts';

const { normal } = random(5);
const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => normal());

/** In double precision, by the definition. */
const exact = (x: Float32Array, weights: Float32Array): number[] =>
  Array.from({ length: weights.length / x.length }, (_, row) =>
    x.reduce((sum, value, p) => sum + value * (weights[row * x.length + p] ?? Number.NaN), 0),
  );

const off = (found: Float32Array, expected: readonly number[]): number =>
  Math.max(...expected.map((value, row) => Math.abs(value - (found[row] ?? Number.NaN))));

describe('a row times the transpose of a matrix', () => {
  const product = createProduct();
  const shapes = [
    [1, 1],
    [3, 5],
    [4, 4],
    [10, 40],
    [672, 16],
    [37, 131],
  ] as const;

  it.each(shapes)(
    'of %i columns and %i rows is the sum of its products, in both ways to compute it',
    (columns, rows) => {
      const [x, weights] = [drawn(columns), drawn(columns * rows)];
      const expected = exact(x, weights);
      expect(product).not.toBe(dotProducts);
      for (const compute of [product, dotProducts]) {
        const found = compute(x, weights);
        expect(found).toHaveLength(rows);
        expect(off(found, expected)).toBeLessThan(1e-4);
      }
    },
  );

  it('stays right with several matrices in turn, of other lengths and with more room than one page', () => {
    const all = [...shapes, [300, 900] as const].map(([columns, rows]) => ({
      x: drawn(columns),
      weights: drawn(columns * rows),
    }));
    for (const _ of [1, 2])
      for (const { x, weights } of all) expect(off(product(x, weights), exact(x, weights))).toBeLessThan(1e-4);
    // Another row with the same matrix, and what was given before is left as it is.
    const [first] = all;
    if (first === undefined) throw new Error('nothing to compare');
    const before = product(first.x, first.weights);
    const kept = [...before];
    product(
      first.x.map((value) => value + 1),
      first.weights,
    );
    expect([...before]).toEqual(kept);
  });

  it('goes by loops where a page may run no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', {
      Module: class {
        constructor() {
          throw new Error('refused');
        }
      },
    });
    expect(createProduct()).toBe(dotProducts);
  });

  afterEach(() => vi.unstubAllGlobals());
});
