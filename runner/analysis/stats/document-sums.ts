/** Numbers of tokens added up by document, for a mean of which one document at a time is left out. Pure, float64. */

export interface DocumentSum {
  sum: number;
  count: number;
}

/**
 * @param documents [tokens] Of which document each is.
 * @param values [tokens].
 * @returns one of each document that occurs, in the order in which they do.
 */
export function documentSums(documents: ArrayLike<number>, values: ArrayLike<number>): DocumentSum[] {
  const sums = new Map<number, DocumentSum>();
  for (let t = 0; t < values.length; t++) {
    const known = sums.get(documents[t]) ?? { sum: 0, count: 0 };
    sums.set(documents[t], { sum: known.sum + values[t], count: known.count + 1 });
  }
  return [...sums.values()];
}

/** The mean without each document. @param total of all values. @param count of all tokens. */
export const meansWithout = (sums: readonly DocumentSum[], total: number, count: number): number[] =>
  sums.map((own) => (total - own.sum) / (count - own.count));
