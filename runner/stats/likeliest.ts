/** The likeliest tokens. Pure; imports nothing. */

export interface Likely {
  id: number;
  /** 0 to 1. */
  probability: number;
}

/** The `count` largest of the probabilities [vocabulary], largest first; of equal ones the first id. */
export function likeliest(probabilities: ArrayLike<number>, count: number): Likely[] {
  const best: Likely[] = [];
  for (let id = 0; id < probabilities.length; id++) {
    const probability = probabilities[id] as number;
    if (best.length === count && !(probability > (best.at(-1)?.probability ?? 0))) continue;
    let place = best.length;
    while (place > 0 && (best[place - 1]?.probability ?? 0) < probability) place--;
    best.splice(place, 0, { id, probability });
    best.length = Math.min(best.length, count);
  }
  return best;
}
