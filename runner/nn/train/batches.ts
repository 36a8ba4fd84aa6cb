/**
 * From documents to the batches of an epoch and of an evaluation, for both objectives. What an epoch holds depends on
 * the seed and the epoch's number alone, so that an interrupted epoch can be taken up at any step.
 */
import { random, shuffle } from '../../core/random.ts';
import type { WeightedBatch } from './evaluation.ts';
import type { Batch } from './trainer.ts';

export interface BatchSettings {
  objective: 'every' | 'last';
  batch: number;
  /** Tokens read in a step; before the one predicted with `last`. */
  window: number;
  shuffle: boolean;
  /** With `last`: reads each window from its last token to its first. */
  flipInput: boolean;
  /** With `last`: id of rare words; windows that hold it, or predict it, are left out. Null: keep all. */
  rare: number | null;
}

/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x6f726465;

function join(documents: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(documents.reduce((sum, ids) => sum + ids.length, 0));
  let offset = 0;
  for (const ids of documents) {
    all.set(ids, offset);
    offset += ids.length;
  }
  return all;
}

export function epochBatches(
  documents: readonly Int32Array[],
  settings: BatchSettings,
  seed: number,
  epoch: number,
): { steps: number; batch(step: number): Batch } {
  const { objective, batch, window } = settings;
  const order = random(seed, stream, epoch);
  if (objective === 'every') {
    const ids = join(settings.shuffle ? shuffle([...documents], order) : documents);
    return {
      // Whole windows of a stream, each of whose tokens has one after it; what is left at the end of each is not trained on.
      steps: Math.max(0, Math.floor((Math.floor(ids.length / batch) - 1) / window)),
      batch: (step) => streamBatch(ids, batch, window, step),
    };
  }
  const ids = join(documents);
  const starts = windowStarts(documents, settings);
  if (settings.shuffle) shuffle(starts, order);
  return {
    steps: Math.floor(starts.length / batch),
    batch: (step) => windowBatch(ids, starts.subarray(step * batch, (step + 1) * batch), settings),
  };
}

/** Steps in one epoch; the same for every epoch. */
export const stepsPerEpoch = (documents: readonly Int32Array[], settings: BatchSettings): number =>
  epochBatches(documents, { ...settings, shuffle: false }, 0, 0).steps;

/** Parallel streams for an evaluation: as many as in training, fewer when the text is short. */
export function evaluationBatch(tokens: number, { objective, batch, window }: BatchSettings): number {
  return objective === 'last' ? batch : Math.max(1, Math.min(batch, Math.floor(tokens / (window + 1))));
}

/**
 * Each position to be predicted once. Of the objective `every`: in each of `batch` parallel streams of floor(tokens / batch) tokens all but
 * its first, so that up to 2 * batch - 1 tokens of the text, where streams begin and what is left over at its end, are not predicted.
 */
export function* evaluationBatches(
  documents: readonly Int32Array[],
  settings: BatchSettings,
  batch: number,
): Generator<WeightedBatch> {
  const { objective, window } = settings;
  const ids = join(documents);
  if (objective === 'every') {
    const length = Math.floor(ids.length / batch);
    for (let index = 0; index * window < length - 1; index++) {
      const weight = new Float32Array(window * batch);
      const real = Math.min(window, length - 1 - index * window);
      yield { ...streamBatch(ids, batch, window, index), weight: weight.fill(1, 0, real * batch) };
    }
    return;
  }
  const starts = windowStarts(documents, settings);
  for (let from = 0; from < starts.length; from += batch) {
    const padded = new Int32Array(batch);
    const real = starts.subarray(from, from + batch);
    padded.set(real);
    yield {
      ...windowBatch(ids, padded, settings),
      weight: new Float32Array(batch).fill(1, 0, real.length),
    };
  }
}

/**
 * The objective `every`: the joined text is cut into parallel streams that are read window after window, so that a
 * stream's hidden state can carry over (truncated backpropagation through time). Window `index` of every stream,
 * time-major; each position predicts the token after it.
 */
function streamBatch(ids: Int32Array, batch: number, window: number, index: number): Batch {
  const length = Math.floor(ids.length / batch);
  // Past the end of the text (an evaluation's last window) stands the token 0, which no weight counts.
  const tokens = new Int32Array(window * batch);
  const targets = new Int32Array(window * batch);
  for (let stream = 0; stream < batch; stream++) {
    const start = stream * length + index * window;
    for (let t = 0; t < window; t++) {
      tokens[t * batch + stream] = ids[start + t] ?? 0;
      targets[t * batch + stream] = ids[start + t + 1] ?? 0;
    }
  }
  return { tokens, targets };
}

/**
 * The objective `last` (the thesis' regime): windows of a few tokens, each predicting the one token that follows, from
 * the zero state. Windows lie within a document. Where in the joined documents each usable one begins.
 */
function windowStarts(documents: readonly Int32Array[], { window, rare }: BatchSettings): Int32Array {
  const starts: number[] = [];
  let offset = 0;
  for (const ids of documents) {
    let lastRare = -1;
    for (let end = 0; end < ids.length; end++) {
      if (ids[end] === rare) lastRare = end;
      const start = end - window;
      if (start >= 0 && lastRare < start) starts.push(offset + start);
    }
    offset += ids.length;
  }
  return Int32Array.from(starts);
}

/** The windows at `starts`, time-major. */
function windowBatch(ids: Int32Array, starts: Int32Array, { window, flipInput }: BatchSettings): Batch {
  const batch = starts.length;
  const tokens = new Int32Array(window * batch);
  const targets = new Int32Array(batch);
  starts.forEach((start, b) => {
    const read = ids.subarray(start, start + window + 1);
    if (read.length !== window + 1) throw new RangeError(`windowBatch: the window at ${start} ends beyond the text`);
    read.forEach((id, t) => {
      if (t === window) targets[b] = id;
      else tokens[(flipInput ? window - 1 - t : t) * batch + b] = id;
    });
  });
  return { tokens, targets };
}
