/** How two rows of numbers go together. Pure, float64. Sources: Pearson 1895; Spearman 1904. */
import { midRanks } from './mid-ranks.ts';

/** @returns NaN where one of them never changes. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let [products, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    products += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return products / Math.sqrt(ofA * ofB);
}

/** Of their mid-ranks. @throws RangeError when a value is not a number. */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  correlation(midRanks(a).ranks, midRanks(b).ranks);
