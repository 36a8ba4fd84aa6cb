/**
 * Whether a neuron's level goes with the document: what it adds to what each token says anyway, averaged over one passage of a
 * document and over another, is correlated across documents. Pure, float64.
 */
import { correlations } from './correlation.ts';
import { studentQuantile } from './distributions.ts';
import { centreByTokenType } from './type-counts.ts';

export interface Passages {
  /** [tokens] Types, and the number of the document that each is from. */
  types: Int32Array;
  documents: Int32Array;
  length: number;
}

export interface DocumentLevels {
  documents: number;
  /** [neurons] Pearson's correlation between the two; 0 of a neuron that does not move. */
  correlation: Float64Array;
  /** Above it the correlation is more than chance among all neurons: one-sided p below .05 (Bonferroni, by Student's t). */
  limit: number;
}

const fewest = 24;
const level = 0.05;

/**
 * @param neurons how many.
 * @param activationOf [tokens] of each.
 * @returns null where two passages were read of too few documents.
 */
export function documentLevels(
  neurons: number,
  activationOf: (neuron: number) => Float32Array,
  { types, documents, length }: Passages,
): DocumentLevels | null {
  const byDocument = new Map<number, number[]>();
  for (let passage = 0; passage * length < types.length; passage++) {
    const document = documents[passage * length];
    byDocument.set(document, [...(byDocument.get(document) ?? []), passage]);
  }
  const pairs = [...byDocument.values()].filter((passages) => passages.length >= 2);
  if (pairs.length < fewest) return null;
  const beyond = centreByTokenType(types);
  const correlation = Float64Array.from({ length: neurons }, (_, neuron) => {
    const added = beyond(activationOf(neuron));
    const mean = (passage: number): number => {
      let sum = 0;
      for (let t = passage * length; t < (passage + 1) * length; t++) sum += added[t];
      return sum / length;
    };
    const [first, second] = [0, 1].map((which) => Float32Array.from(pairs, (passages) => mean(passages[which])));
    return correlations(first, [second])[0];
  });
  const t = studentQuantile(1 - level / neurons, pairs.length - 2);
  return { documents: pairs.length, correlation, limit: t / Math.sqrt(pairs.length - 2 + t ** 2) };
}
