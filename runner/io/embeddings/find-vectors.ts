/**
 * The vectors that a file has for a vocabulary. A token that the file lacks takes the vector of the same word in lower
 * case, since many files know no capitals; what is not found then is left to the model's own initialization.
 */

import { sha256 } from '../../core/hash.ts';
import { embeddingWeight } from '../../nn/models/architecture.ts';
import type { Weights } from '../../nn/models/reading.ts';
import { FormatError } from '../formats/format-error.ts';
import { type VectorReader, WantedWords } from '../formats/vectors/reader.ts';

/** How a token's vector was found. */
export const found = { missing: 0, asWritten: 1, lowerCased: 2 } as const;

/** First vectors of a vocabulary's tokens. */
export interface FoundVectors {
  /** 'word2vec', or the path of a file. */
  from: string;
  /** 'GloVe text', 'skip-gram with negative sampling'. */
  format: string;
  /** How many words the file holds. */
  words: number;
  size: number;
  /** [tokens, size]; zeros where a token was not found. */
  rows: Float32Array;
  /** One of `found` for each token, [tokens]. */
  how: Uint8Array;
}

/** @throws FormatError when no token at all is in the file, or the file is damaged. */
export async function findVectors(
  reader: VectorReader,
  from: string,
  vocabulary: readonly string[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<FoundVectors> {
  const wanted = new WantedWords(vocabulary.flatMap((token) => [token, token.toLowerCase()]));
  const held = await reader.collect(wanted, onProgress);
  const rows = new Float32Array(vocabulary.length * reader.size);
  const how = new Uint8Array(vocabulary.length);
  vocabulary.forEach((token, id) => {
    const written = wanted.found.get(token);
    const vector = written ?? wanted.found.get(token.toLowerCase());
    if (vector === undefined) return;
    how[id] = written === undefined ? found.lowerCased : found.asWritten;
    rows.set(vector, id * reader.size);
  });
  if (how.every((each) => each === found.missing))
    throw new FormatError(
      `of its ${held} words none is among the ${vocabulary.length} tokens of the corpus`,
      'Give vectors of the same language, and words (not characters) as corpus.unit',
    );
  return { from, format: reader.format, words: held, size: reader.size, rows, how };
}

/** A hash of the vectors and of how they were found, whatever the file's name. */
export const contentOf = ({ rows, how }: FoundVectors): string =>
  sha256(Buffer.concat([how, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)]));

/** How many tokens were found as they are written, in lower case only, and not at all. */
export function coverage({ how }: FoundVectors): { asWritten: number; lowerCased: number; missing: number } {
  const count = (wanted: number) => how.reduce((sum, each) => sum + Number(each === wanted), 0);
  return { asWritten: count(found.asWritten), lowerCased: count(found.lowerCased), missing: count(found.missing) };
}

/** The vectors in place of an initialization's; a token that was not found keeps what was drawn for it. One-hot input has none. */
export function startFrom<W extends Weights>(drawn: W, vectors: FoundVectors | null): W {
  const table = drawn[embeddingWeight];
  if (table === undefined || vectors === null) return drawn;
  const { rows, how, size } = vectors;
  const data = Float32Array.from(table.data);
  how.forEach((each, id) => {
    if (each !== found.missing) data.set(rows.subarray(id * size, (id + 1) * size), id * size);
  });
  return { ...drawn, [embeddingWeight]: { ...table, data } };
}
