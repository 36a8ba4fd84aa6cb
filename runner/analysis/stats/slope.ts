/** How much an activation rises with each step of a number, within segments. Pure, float64. */
import { DocumentMeans, type Estimate } from './document-means.ts';
import type { TestedText } from './tested-text.ts';

/**
 * Least squares of both less their means in the segment, all segments together, with the interval of the document jackknife.
 * @param activation [tokens].
 * @param numbers [tokens]; NaN where a token takes no part.
 * @returns null where the number varies within fewer than two documents.
 */
export function localSlope(
  activation: Float32Array,
  numbers: Float32Array,
  { length, segments }: Pick<TestedText, 'length' | 'segments'>,
): Estimate | null {
  const document = length * segments;
  const [products, squares] = [0, 1].map(() => new Float64Array(numbers.length / document));
  for (let start = 0; start < numbers.length; start += length) {
    let [count, sumA, sumN] = [0, 0, 0];
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      count++;
      sumA += activation[t];
      sumN += numbers[t];
    }
    const own = Math.floor(start / document);
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      const away = numbers[t] - sumN / count;
      products[own] += away * (activation[t] - sumA / count);
      squares[own] += away * away;
    }
  }
  const means = new DocumentMeans<'slope'>();
  squares.forEach((square, own) => {
    if (square > 0) means.add('slope', own, products[own], square);
  });
  const slope = means.ratio('slope');
  return slope.documents < 2 ? null : slope;
}
