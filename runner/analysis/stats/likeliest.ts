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

/** Logits as probabilities, at a temperature that they are divided by. */
export function probabilitiesOf(logits: Float32Array, temperature = 1): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
