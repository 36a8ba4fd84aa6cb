import { describe, expect, it, vi } from 'vitest';
import { item } from '../../../../../runner/core/at.ts';
import { random } from '../../../../../runner/core/random.ts';
import { createProducts, dotProducts } from '../../../../../runner/nn/engines/plain/product.ts';

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
  const { product } = createProducts();
  // By columns, the rows; the last take more room than one page.
  const shapes = Object.entries({ 1: 1, 3: 5, 4: 4, 10: 40, 672: 16, 37: 131, 300: 900 }).map(([key, rows]) => {
    const columns = Number(key);
    return { columns, rows, x: drawn(columns), weights: drawn(columns * rows) };
  });

  it.each(shapes)(
    'of $columns columns and $rows rows is the sum of its products, in both ways to compute it',
    (each) => {
      const { rows, x, weights } = each;
      expect(product).not.toBe(dotProducts);
      for (const compute of [product, dotProducts]) {
        const found = compute(x, weights);
        expect(found).toHaveLength(rows);
        expect(off(found, exact(x, weights))).toBeLessThan(1e-4);
      }
    },
  );

  it('stays right with several matrices in turn, and leaves what it gave before as it is', () => {
    for (const { x, weights } of shapes) expect(off(product(x, weights), exact(x, weights))).toBeLessThan(1e-4);
    const { x, weights } = item(shapes, 0);
    const before = product(x, weights);
    const kept = [...before];
    const another = x.map((value) => value + 1);
    product(another, weights);
    expect([...before]).toEqual(kept);
  });

  it('goes by loops where a page may run no WebAssembly', () => {
    const Module = vi.fn().mockThrow(new Error('refused'));
    vi.stubGlobal('WebAssembly', { Module });
    const loops = createProducts();
    expect(loops.product).toBe(dotProducts);
    loops.letGo(item(shapes, 0).weights);
  });

  it('takes no more memory for the weights of one model after another than for those of two, and keeps those still used', () => {
    const { product, letGo, bytes } = createProducts();
    const [columns, rows] = [300, 900];
    const x = drawn(columns);
    const kept = drawn(columns * rows);
    const before = [...product(x, kept)];
    const most = 4 * kept.byteLength;
    for (let model = 0; model < 20; model++) {
      const weights = drawn(columns * rows);
      product(x, weights);
      expect(bytes()).toBeLessThan(most);
      letGo(weights);
    }
    expect([...product(x, kept)]).toEqual(before);
    letGo(kept);
    expect(bytes()).toBeLessThan(kept.byteLength);
  });
});
