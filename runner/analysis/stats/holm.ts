/** Several tests at once: the chance of even one false finding (Holm), or the share of false ones among the findings (Benjamini, Hochberg). Pure. */

/**
 * So that the chance of even one false finding stays below the level.
 * Source: Holm 1979, 'A simple sequentially rejective multiple test procedure'.
 * @param p [tests].
 * @returns [tests] The adjusted p, in the order given; a test is a finding where it is below the level.
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length).fill(1);
  let largest = 0;
  order.forEach((test, index) => {
    largest = Math.max(largest, Math.min(1, (p.length - index) * p[test]));
    adjusted[test] = largest;
  });
  return adjusted;
}

/**
 * Adjusted p-values: rejecting those up to q keeps the expected share of false discoveries at q, for independent or
 * positively dependent tests.
 * Source: Benjamini & Hochberg 1995.
 * @param p [tests], each 0 to 1.
 * @returns [tests], in the order given.
 * @throws RangeError when a p is not between 0 and 1.
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const n = p.length;
  const order = Array.from(p, (value, test) => {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`benjaminiHochberg: each p must be 0 to 1, got ${value}`);
    return test;
  }).sort((a, b) => p[b] - p[a]);
  const adjusted = new Float64Array(n);
  let smallest = 1;
  order.forEach((test, index) => {
    smallest = Math.min(smallest, (p[test] * n) / (n - index));
    adjusted[test] = smallest;
  });
  return adjusted;
}
