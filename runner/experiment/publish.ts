/** Publishes the result: it is written with everything but its evidence, which is still to be gathered. */
import { nearestVectors, principalComponents } from '../analysis/stats/token-vectors.ts';
import { at, item } from '../core/at.ts';
import { both, rounded } from '../core/format.ts';
import { pathFrom } from '../core/paths.ts';
import { gapsOf, turned, turnedPlaces, within } from '../core/reverse-segments.ts';
import { coverage, type FoundVectors } from '../io/embeddings/find-vectors.ts';
import { embeddingWeight } from '../nn/models/architecture.ts';
import { type Checkpoint, checkpointFiles, isCheckpoint } from '../nn/models/checkpoint.ts';
import { parameterCountOf, type Readable, readerOf } from '../nn/models/reading.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import { markWords } from '../text/labels/kinds/words.ts';
import { isWord } from '../text/tokens.ts';
import type { FoundContext, ObservedReading, ShownActivations } from './context.ts';
import { evolutionToPublish } from './evolution.ts';
import type { Manifest } from './manifest/resolved.ts';
import { assembleResult } from './result.ts';
import { type EmbeddingResult, shownWords } from './results/embedding-schema.ts';
import {
  type FeatureResult,
  inTexts,
  type Predictions,
  type Result,
  type ShownText,
  type TextName,
} from './results/schema.ts';
import { largestLive, shippedModel } from './results/shipped.ts';
import { type LiveFiles, type Publication, writeResult } from './results/write.ts';

export async function publish(context: FoundContext): Promise<{ result: Result; shown: readonly ShownActivations[] }> {
  const { manifest, given, corpus, checkpoint, fileVectors, paths, shown, predictions, reporter } = context;
  const embedding = describeTokenVectors({
    checkpoint,
    counts: trainingCounts(corpus),
    training: given === null ? manifest.model.embedding : null,
    file: fileVectors,
    words: manifest.figures.words,
  });
  const result = assembleResult(context, embedding);
  const live = manifest.live === false ? null : liveFiles(checkpoint, result.model.origin);
  // A model that came trained has nothing to show of how it was trained.
  const trained = given === null || manifest.train.continue;
  const best = result.learningCurve?.bestEpoch ?? Number.NaN;
  const damaged = (files: string[]) =>
    reporter.note(
      `${both(files.map((file) => pathFrom(paths.cwd, file)))}: damaged; what the model wrote after those epochs is left out.`,
    );
  const evolution = trained
    ? await evolutionToPublish(paths.run, { ...manifest, record: context.drawn }, best, damaged)
    : null;
  const told = inTextOrder({ result, components: shown, predictions, live, evolution }, context.observed);
  return { result: await writeResult(paths.result, told), shown: told.components };
}

/** How often each token is in the training text, [tokens]. */
function trainingCounts(corpus: Corpus): Uint32Array {
  const counts = new Uint32Array(corpus.vocabulary.size);
  for (const { ids } of documentsOf(corpus, 'training')) {
    for (const id of ids) counts[id] = at(counts, id) + 1;
  }
  return counts;
}

/**
 * The model that a published page lets its reader try, where it is small enough.
 * The files of a checkpoint in half precision; null when it is too large, or ships with the project anyway. A model in
 * models/ without a record of its training was imported: pages could not tell it from another of that name.
 */
export function liveFiles(checkpoint: Checkpoint<Readable>, origin: string): LiveFiles | null {
  // Pages read with cells, from left to right; others stay where they lie.
  if (!isCheckpoint(checkpoint) || checkpoint.direction !== undefined) return null;
  const { training, ...model } = checkpoint;
  const ships = shippedModel(origin) !== null && training !== undefined;
  if (ships || 2 * parameterCountOf(checkpoint.architecture) > largestLive) return null;
  // The result has sums of its own.
  return checkpointFiles(model, 'F16', { summed: false });
}

type Segments = readonly (readonly [start: number, length: number])[];

/** @param observed what the positions of the observed text are of. @returns the same where that was read from left to right. */
export function inTextOrder<P extends Publication>(
  publication: P,
  { direction, segments }: Pick<ObservedReading, 'direction' | 'segments'>,
): P {
  if (direction === undefined) return publication;
  const { result, components, predictions } = publication;
  const { texts } = result;
  const { sampled } = texts;
  const own: Record<TextName, Segments> = {
    observed: within(segments, texts.observed.tokens.length),
    sampled: [[0, sampled.tokens.length]],
  };
  const textsTurned = inTexts((name) => textTurned(texts[name], own[name]));
  const promptStart = sampled.tokens.length - sampled.promptLength;
  return {
    ...publication,
    result: {
      ...result,
      texts: { ...textsTurned, sampled: { ...textsTurned.sampled, promptStart } },
      features: result.features.map((feature) => featureTurned(feature, own)),
    },
    components: components.map((each) => ({
      ...each,
      activations: each.activations.map((values) => turned(Array.from(values), own[each.text])),
    })),
    predictions: inTexts((name) => predictionsTurned(predictions[name], own[name])),
  };
}

const textTurned = (text: ShownText, segments: Segments): ShownText => ({
  ...text,
  tokens: turned(text.tokens, segments),
  unknown: turnedPlaces(text.unknown, segments),
  nll: turned(text.nll, gapsOf(segments)),
});

const featureTurned = (
  { positions, numbers, ...feature }: FeatureResult,
  segments: Record<TextName, Segments>,
): FeatureResult => ({
  ...feature,
  positions: inTexts((name) => turnedPlaces(positions[name], segments[name])),
  ...(numbers && { numbers: inTexts((name) => turned(numbers[name], segments[name])) }),
});

const predictionsTurned = ({ tokens, next, probability }: Predictions, segments: Segments): Predictions => ({
  tokens,
  next: turned(next, segments),
  probability: turned(probability, segments),
});

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
  training: Manifest['model']['embedding'] | null;
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
  if (file === null) return { from, trainable, ...nothing };
  const { format, words } = file;
  const { asWritten, lowerCased, missing } = coverage(file);
  const further = training.further === true ? { further: true as const } : {};
  return { from, trainable, ...further, format, words, found: asWritten + lowerCased, lowerCased, missing };
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

function contentWords(words: readonly number[], vocabulary: readonly string[]): number[] {
  const texts = words.map((id) => item(vocabulary, id));
  const stop = markWords('stopwords', texts);
  return words.filter((_, index) => stop[index] === 0 && [...item(texts, index)].length >= shortestContentWord);
}
