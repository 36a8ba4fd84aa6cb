/** Vectors learned from one short book, as our word2vec and fastText's are compared. */

import { nearestVectors } from '../../../../runner/analysis/stats/token-vectors.ts';
import { documentsOf, readCorpus } from '../../../../runner/text/corpus.ts';

export const aliceTask = { size: 20, epochs: 12, seed: 1 } as const;
/** The most frequent tokens, <unk> and the space left out. */
const compared = Array.from({ length: 250 }, (_, index) => index + 2);

export async function aliceIds() {
  const settings = { unit: 'word', minimumCount: 5, proportion: 1, heldOut: 0, validation: 0 } as const;
  const corpus = await readCorpus({ ...settings, source: ['alice'] }, { cwd: '.' });
  return { documents: documentsOf(corpus, 'training'), vocabulary: corpus.vocabulary.size };
}

/** The ten nearest of the compared tokens to each of them. @param rows [tokens, 20] */
export const nearestOf = (rows: Float32Array): number[][] =>
  compared.map((id) => nearestVectors({ rows, size: aliceTask.size }, id, compared, 10).map(({ index }) => index));

/** Share of neighbours that two vectors' lists have in common. */
export function shared(a: readonly number[][], b: readonly number[][]): number {
  const common = a.map((nearest, row) => nearest.filter((id) => b[row]?.includes(id)).length / nearest.length);
  return common.reduce((sum, share) => sum + share, 0) / common.length;
}
