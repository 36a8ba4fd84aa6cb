/**
 * How many of the neurons and features with so large a |z| are chance, by permutation. Pure.
 * Source: Tusher, Tibshirani & Chu 2001 (without the estimate of the share of true nulls, which makes it conservative).
 */

/** Bins of |z| for counting millions of permuted values in place; the last takes all that lie beyond. */
export const binsPerUnit = 256;
export const bins = 64 * binsPerUnit;

export const emptyHistogram = (): Float64Array => new Float64Array(bins);

export function addToHistogram(histogram: Float64Array, z: Float64Array): void {
  for (const value of z) histogram[Math.min(bins - 1, Math.floor(Math.abs(value) * binsPerUnit))] += 1;
}

/**
 * The rate at which claims with |z| >= the given one are false: the mean number of permuted |z| as large, over the
 * number of observed ones. The bin of the given z counts whole, so the rate errs upwards, by 1/256 of a z.
 * @param histogram of permuted |z|.
 * @param observed [tests] z; NaN is no test.
 */
export function falseDiscoveryRate(
  histogram: Float64Array,
  permutations: number,
  observed: Float64Array,
): (z: number) => number {
  const sizes = observed
    .filter((z) => !Number.isNaN(z))
    .map(Math.abs)
    .sort();
  const asLarge = Float64Array.from(histogram);
  for (let bin = bins - 2; bin >= 0; bin--) asLarge[bin] += asLarge[bin + 1];
  return (z) => {
    const size = Math.abs(z);
    const found = sizes.length - sizes.findLastIndex((each) => each < size) - 1;
    const expected = asLarge[Math.min(bins - 1, Math.floor(size * binsPerUnit))] / permutations;
    return found === 0 ? 1 : Math.min(1, expected / found);
  };
}
