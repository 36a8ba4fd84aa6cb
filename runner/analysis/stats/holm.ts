/**
 * Several tests at once, so that the chance of even one false finding stays below the level. Pure.
 * Source: Holm 1979, 'A simple sequentially rejective multiple test procedure'.
 */

/**
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
