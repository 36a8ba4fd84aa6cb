/** What a page says of the model's token vectors, in words. Pure. */

import { counted, integer } from '../../runner/core/words.ts';
import type { EmbeddingResult } from '../../runner/experiment/results/embedding-schema.ts';

/** Where the vectors started, and whether training moved them. */
export function embeddingStart(embedding: EmbeddingResult, size: number): string {
  const { from, format, words, found, lowerCased, missing, trainable, further = false } = embedding;
  const vectors = `The token vectors of ${counted(size, 'number')}`;
  if (from === null) return `${vectors} came with the model.`;
  const then =
    trainable === true ? 'Training moved them with the rest of the model.' : 'Training left them as they were.';
  if (from === 'random') return `${vectors} started at random. ${then}`;
  if (from === 'word2vec') {
    return `${vectors} were learned from the training text first, by word2vec (skip-gram with negative sampling). ${then}`;
  }
  const small =
    lowerCased === 0 || lowerCased === null
      ? ''
      : ` (${integer(lowerCased)} of them from that of the same word in lower case)`;
  if (words === null || found === null || missing === null)
    throw new Error(`the result does not say how many vectors came from ${from}`);
  return `${vectors} started from ${from} (${format}, ${counted(words, 'word')}): ${counted(found, 'token')} have a vector there${small}, and ${counted(missing, 'token')} started at random. ${further ? 'All were learned further on the training text by word2vec. ' : ''}${then}`;
}
