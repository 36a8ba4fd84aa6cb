import { afterEach, describe, expect, it, vi } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { floatsToHalves, halvesToFloats } from '../../../../../runner/io/formats/numbers.ts';
import { createProduct } from '../../../../../site/browser/live/product.ts';
import { dotProducts, packed } from '../../../../../site/browser/live/rows.ts';

const { normal } = random(5);
const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => normal());
/** As published models are: in half precision. */
const halves = (values: Float32Array): Float32Array => halvesToFloats(floatsToHalves(values));

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
      const [x, weights] = [drawn(columns), halves(drawn(columns * rows))];
      const expected = exact(x, weights);
      for (const compute of [product, dotProducts]) {
        const found = compute?.(x, weights) ?? new Float32Array(0);
        expect(found).toHaveLength(rows);
        expect(off(found, expected)).toBeLessThan(1e-4);
      }
    },
  );

  it('stays right with several matrices in turn, of other lengths and with more room than one page', () => {
    const all = [...shapes, [300, 900] as const].map(([columns, rows]) => ({
      x: drawn(columns),
      weights: halves(drawn(columns * rows)),
    }));
    for (const _ of [1, 2])
      for (const { x, weights } of all)
        expect(off(product?.(x, weights) ?? new Float32Array(0), exact(x, weights))).toBeLessThan(1e-4);
    // Another row with the same matrix, and what was given before is left as it is.
    const [first] = all;
    if (first === undefined || product === null) throw new Error('nothing to compare');
    const before = product(first.x, first.weights);
    const kept = [...before];
    product(
      first.x.map((value) => value + 1),
      first.weights,
    );
    expect([...before]).toEqual(kept);
  });

  it('reads every half up to 127, the smallest and both zeros too, and no other number', () => {
    // By their bits: sign, five of an exponent, ten more digits; the exponent 0 is that of the smallest.
    const all = halvesToFloats(Uint16Array.from({ length: 0x10000 }, (_, bits) => bits));
    const into = new Uint16Array(64);
    const isRead = (value: number): boolean => packed(Float32Array.of(value), 1, into);
    const expected = all.map((value) => Number(Math.abs(value) < 128));
    expect(all.map((value) => Number(isRead(value)))).toEqual(expected);
    expect([1 / 3, 2 ** -25, 1 + 2 ** -11].map(isRead)).toEqual([false, false, false]);
    const small = all.filter((value) => Math.abs(value) < 2 ** -13);
    const x = drawn(small.length);
    const sum = exact(x, small)[0] ?? Number.NaN;
    expect(Math.abs((product?.(x, small)[0] ?? Number.NaN) / sum - 1)).toBeLessThan(1e-5);
  });

  it('is right of weights that are no halves, and of numbers that are as large as single precision has them', () => {
    for (const [x, weights] of [
      [drawn(24), drawn(24 * 8)],
      [drawn(24), halves(drawn(24 * 8).map((value) => 1000 * value))],
      [drawn(24).map((value) => 1e30 * value), halves(drawn(24 * 8))],
    ] as const) {
      const expected = exact(x, weights);
      const largest = Math.max(...expected.map(Math.abs));
      expect(off(product?.(x, weights) ?? new Float32Array(0), expected)).toBeLessThan(1e-5 * largest);
    }
  });

  it('is null where a page may run no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', {
      Module: class {
        constructor() {
          throw new Error('refused');
        }
      },
    });
    expect(createProduct()).toBeNull();
  });

  afterEach(() => vi.unstubAllGlobals());
});
