/** The stage `publish`: the result is written with everything but its evidence, which is still to be gathered. */

import { at } from '../core/at.ts';
import { pathFrom } from '../core/paths.ts';
import { both } from '../core/words.ts';
import { type Checkpoint, checkpointFiles, isCheckpoint } from '../models/checkpoint.ts';
import { parameterCountOf, type Readable } from '../models/reading.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import type { FoundContext, PublishedContext } from './context.ts';
import { evolutionToPublish } from './evolution.ts';
import { assembleResult } from './result.ts';
import { largestLive, shippedModel } from './results/shipped.ts';
import { type LiveFiles, writeResult } from './results/write.ts';
import { inTextOrder } from './text-order.ts';
import { describeTokenVectors } from './token-vectors.ts';

export async function publish(context: FoundContext): Promise<Pick<PublishedContext, 'result' | 'shown'>> {
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
      `${both(files.map((file) => pathFrom(paths.cwd, file)))}: damaged; what the model wrote after those epochs is left out, or shown without its colours.`,
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
