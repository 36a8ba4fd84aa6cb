/** First weights with the token vectors that were found in place of drawn ones. Pure. */
import { embeddingWeight } from '../models/architecture.ts';
import type { Weights } from '../models/reading.ts';
import { type FoundVectors, withFound } from './find-vectors.ts';

/** As they were drawn, where nothing was found or the input is one-hot. */
export function startFrom<W extends Weights>(drawn: W, vectors: FoundVectors | null): W {
  const table = drawn[embeddingWeight];
  if (table === undefined || vectors === null) return drawn;
  return { ...drawn, [embeddingWeight]: { ...table, data: withFound(table.data, vectors) } };
}
