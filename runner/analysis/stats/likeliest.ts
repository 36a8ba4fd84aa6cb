/** The likeliest tokens. Pure; imports nothing. */

export interface Likely {
  id: number;
  probability: number;
}

/** The `count` largest of the probabilities [vocabulary], largest first; of equal ones the first id. */
export function likeliest(probabilities: Float32Array | Float64Array, count: number): Likely[] {
  const best: Likely[] = [];
  for (const [id, probability] of probabilities.entries()) {
    const last = best.at(-1);
    if (best.length === count && (last === undefined || last.probability >= probability)) continue;
    const less = best.findIndex((each) => each.probability < probability);
    best.splice(less === -1 ? best.length : less, 0, { id, probability });
    best.length = Math.min(best.length, count);
  }
  return best;
}
