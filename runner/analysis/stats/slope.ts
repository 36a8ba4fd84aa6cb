/** How much an activation rises with each step of a number, within segments. Pure, float64. */
import { type JackknifeTest, jackknifeTest } from './summary.ts';
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
): JackknifeTest | null {
  const documents = numbers.length / (length * segments);
  const products = new Float64Array(documents);
  const squares = new Float64Array(documents);
  for (let start = 0; start < numbers.length; start += length) {
    let [count, sumA, sumN] = [0, 0, 0];
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      count++;
      sumA += activation[t];
      sumN += numbers[t];
    }
    const document = Math.floor(start / (length * segments));
    for (let t = start; t < start + length; t++) {
      if (Number.isNaN(numbers[t])) continue;
      const away = numbers[t] - sumN / count;
      products[document] += away * (activation[t] - sumA / count);
      squares[document] += away * away;
    }
  }
  const having = [...squares.keys()].filter((document) => squares[document] > 0);
  if (having.length < 2) return null;
  const [product, square] = [products, squares].map((values) => values.reduce((sum, each) => sum + each, 0));
  return jackknifeTest(
    product / square,
    having.map((document) => (product - products[document]) / (square - squares[document])),
  );
}
