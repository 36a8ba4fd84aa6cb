/** What a result says of the model's token vectors: where they started, how they lie, which are near to one another. */

import { nearestVectors } from '../analysis/stats/nearest.ts';
import { principalComponents } from '../analysis/stats/pca.ts';
import { at, item } from '../core/at.ts';
import { coverage, type FoundVectors } from '../embeddings/find-vectors.ts';
import { embeddingWeight } from '../models/architecture.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { type Readable, readerOf } from '../models/reading.ts';
import { markWords } from '../text/labels/kinds/words.ts';
import { isWord } from '../text/tokens.ts';
import type { Manifest } from './manifest/resolved.ts';
import { type EmbeddingResult, shownWords } from './results/embedding-schema.ts';

/** Fewer would lie on their two components whatever they are. */
const fewestProjected = 4;
const questions = 12;
const answers = 6;
/** Shorter words are mostly grammar, or pieces such as the s of 's. */
const shortestContentWord = 4;

export interface TokenVectorsTask {
  checkpoint: Checkpoint<Readable>;
  /** How often each token of the vocabulary is in the training text, [tokens]. */
  counts: ArrayLike<number>;
  /** Null when the model came trained. */
  training: Manifest['model']['embedding'] | null;
  /** Those of the file that the manifest names. */
  file: FoundVectors | null;
  /** How many words the figure has, the most frequent ones. */
  words?: number | undefined;
}

/** Null for one-hot input, which has no vectors, and for whole networks, whose tokens are pieces of words. */
export function describeTokenVectors(task: TokenVectorsTask): EmbeddingResult | null {
  const { checkpoint, counts, words: projected = shownWords } = task;
  const table = checkpoint.weights[embeddingWeight];
  if (table === undefined) return null;
  const size = readerOf(checkpoint.architecture).embedding;
  const { vocabulary } = checkpoint;
  const words = [...vocabulary.keys()]
    .filter((id) => isWord(item(vocabulary, id)) && at(counts, id) > 0)
    .sort((a, b) => at(counts, b) - at(counts, a));
  const named = (id: number) => ({ word: item(vocabulary, id), count: at(counts, id) });
  return {
    ...origin(task),
    projection: projectionOf(words.slice(0, projected), table.data, size, named),
    neighbours: contentWords(words, vocabulary)
      .slice(0, questions)
      .map((id) => ({
        ...named(id),
        nearest: nearestVectors({ rows: table.data, size }, id, words, answers).map(({ index, cosine }) => ({
          word: item(vocabulary, index),
          cosine: rounded(Math.max(-1, Math.min(1, cosine)), 3),
        })),
      })),
  };
}

function origin({ training, file }: TokenVectorsTask): Omit<EmbeddingResult, 'projection' | 'neighbours'> {
  const nothing = { format: null, words: null, found: null, lowerCased: null, missing: null };
  if (training === null) return { from: null, trainable: null, ...nothing };
  const { from, trainable } = training;
  const further = training.further === true ? { further: true as const } : {};
  if (file === null) return { from, trainable, ...nothing };
  const { asWritten, lowerCased, missing } = coverage(file);
  return {
    from,
    trainable,
    ...further,
    format: file.format,
    words: file.words,
    found: asWritten + lowerCased,
    lowerCased,
    missing,
  };
}

function projectionOf(
  ids: readonly number[],
  rows: Float32Array,
  size: number,
  named: (id: number) => { word: string; count: number },
): EmbeddingResult['projection'] {
  if (ids.length < fewestProjected || size < 2) return null;
  const { coordinates, explained } = principalComponents(ids.map((id) => rows.subarray(id * size, (id + 1) * size)));
  const [first = 0, second = 0] = explained.map((share) => rounded(share, 4));
  const points = ids.map((id, index) => {
    const place = (axis: number) => Number(at(item(coordinates, index), axis).toPrecision(5));
    return { ...named(id), x: place(0), y: place(1) };
  });
  return { points, explained: [first, second] };
}

/** Of words, those that are no stop words; characters have none. */
function contentWords(words: readonly number[], vocabulary: readonly string[]): number[] {
  const texts = words.map((id) => item(vocabulary, id));
  const stop = markWords('stopwords', texts);
  return words.filter((_, index) => stop[index] === 0 && [...item(texts, index)].length >= shortestContentWord);
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
