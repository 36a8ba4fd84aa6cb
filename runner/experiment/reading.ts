/** Both texts of an experiment with their recordings: the one that the model reads and the one that it writes; what is kept of them. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { observe } from '../analysis/reading/observe.ts';
import { type Recording, recordingInMemory } from '../analysis/reading/recording.ts';
import { createRecordingFile, openRecording } from '../analysis/reading/recording-file.ts';
import { sample, samplingRandom } from '../analysis/reading/sample.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { item } from '../core/at.ts';
import { writeWhole } from '../core/atomic-files.ts';
import { InputError, Interrupted, RunError } from '../core/errors.ts';
import { canonicalJson } from '../core/hash.ts';
import { pathFrom } from '../core/paths.ts';
import type { Reporter } from '../core/reporter.ts';
import { keyOf } from '../core/store.ts';
import type { FoundVectors } from '../embeddings/find-vectors.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import { recordedNames as allNames, isOfCells, type Readable, shownArrays, widthOf } from '../models/reading.ts';
import type { ObservedText } from '../text/observe-text.ts';
import { tokenize } from '../text/tokens.ts';
import { cuttingOf, unknownToken, Vocabulary } from '../text/vocabulary.ts';
import type { Paths } from './folders.ts';
import { drawnOf, type Records, recordedNames } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';

export interface ObservedReading extends ObservedText {
  /** Cross-entropy of token t+1, nats, [tokens - 1]; NaN across segments. */
  nll: Float32Array;
  recording: Recording;
}

/** What the model wrote, in the order in which it did. */
export interface SampledReading {
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  unknown: number[];
  promptLength: number;
  nll: Float32Array;
  recording: Recording;
}

export interface ReadingContext {
  manifest: Manifest;
  checkpoint: Checkpoint<Readable>;
  /** With which its training began, where they were not drawn; absent: all were, or the model came trained. */
  vectors?: FoundVectors | null;
  engine: Engine;
  paths: Paths;
  reporter: Reporter;
  interrupted(): boolean;
}

/** @throws Interrupted when the user has asked to stop. */
export function stopIfAsked({
  interrupted,
  paths,
  manifest,
}: Pick<ReadingContext, 'interrupted' | 'paths' | 'manifest'>): void {
  if (!interrupted()) return;
  throw new Interrupted('stopped-reading', {
    what: 'Stopped while the model was reading or its neurons were tested',
    files:
      manifest.model.checkpoint === null || manifest.train.continue
        ? `The model is kept in ${pathFrom(paths.cwd, paths.run)}; no result was written`
        : `The model ${manifest.model.checkpoint} is as it was; no result was written`,
  });
}

/** Lets timers and signals run; throws as `stopIfAsked`. */
export const pauseOf = (work: ReadingContext) => async (): Promise<void> => {
  await setImmediate();
  stopIfAsked(work);
};

/** Reads the observed text into `recording.safetensors`. @throws RunError when its numbers grow beyond all bounds. */
export async function recordObserved(text: ObservedText, work: ReadingContext): Promise<ObservedReading> {
  const { checkpoint, engine, manifest, paths, reporter } = work;
  const arrays = keptArrays(manifest, checkpoint.architecture, text.ids.length);
  const { ids, segments, before } = text;
  await forgetRecording(paths.run);
  const file = await createRecordingFile(recordingPath(paths.run), checkpoint.architecture, {
    ...{ tokens: ids.length, segments: segments.length, names: arrays },
  });
  try {
    const onProgress = (done: number) =>
      reporter.progress({ done, total: ids.length, text: `reading ${ids.length} tokens` });
    const pause = pauseOf(work);
    const { nll } = await observe({
      ...{ engine, checkpoint, ids, segments, before, record: arrays },
      ...{ sink: file, onProgress, pause },
    });
    checkBounded(nll, segments, 'read', 'Read it in shorter segments, as observe.segment=64 observe.warmUp=8');
    await file.finish({ ids, nll, segments });
    await signRecording(paths.run, { checkpoint, text, arrays });
    return { ...text, nll, recording: await openRecording(recordingPath(paths.run)) };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** The text to continue, in the order in which it is read. */
export interface Prompt {
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  /** Positions that read as <unk>. */
  unknown: number[];
}

/** @throws InputError when the prompt is empty, or holds a token that a vocabulary without <unk> lacks. */
export function promptOf({ sample: { prompt }, corpus, model }: Manifest, vocabulary: Vocabulary): Prompt {
  const inText = tokenize(prompt, cuttingOf(corpus, vocabulary));
  const tokens = model.direction === 'backward' ? inText.toReversed() : inText;
  if (tokens.length === 0) {
    throw new InputError('prompt-empty', {
      what: '"sample.prompt" is empty',
      fix: `Give it at least one ${corpus.unit} to begin with`,
    });
  }
  return { tokens, ...vocabulary.encode(tokens, { name: 'sample.prompt', from: 0 }) };
}

/**
 * @param nll [tokens - 1], NaN across segments only.
 * @throws RunError where a prediction is no number.
 */
function checkBounded(
  nll: Float32Array,
  segments: readonly (readonly [start: number, length: number])[],
  doing: 'read' | 'wrote',
  fix: string,
): void {
  for (const [start, length] of segments) {
    const first = nll.subarray(start, Math.max(start, start + length - 1)).findIndex((loss) => !Number.isFinite(loss));
    if (first === -1) continue;
    throw new RunError('reading-diverged', {
      what: `The model's numbers grew beyond all bounds while it ${doing} its text, at token ${first + 1} of ${length}`,
      fix: `${fix}; or train it on longer windows (train.window), or another cell (model.cell)`,
    });
  }
}

/** Lets the model continue the prompt. */
export async function recordSampled(prompt: Prompt, work: ReadingContext): Promise<SampledReading> {
  const { manifest, checkpoint, engine, reporter } = work;
  const { length, temperature } = manifest.sample;
  const vocabulary = vocabularyOf(checkpoint);
  const never = vocabulary.idOf(unknownToken);
  // The prompt is read before anything is drawn, and counts as work.
  const total = prompt.ids.length + length;
  const { ids, arrays, nll } = await sample({
    engine,
    checkpoint,
    prompt: prompt.ids,
    length,
    temperature,
    never: never === undefined ? [] : [never],
    random: samplingRandom(manifest.seed),
    onProgress: (done) => reporter.progress({ done, total, text: `writing ${length} tokens` }),
    pause: pauseOf(work),
  });
  checkBounded(nll, [[0, ids.length]], 'wrote', 'Let it write less, as sample.length=32');
  const drawn = [...ids.subarray(prompt.ids.length)].map((id) => item(vocabulary.tokens, id));
  const tokens = [...prompt.tokens, ...drawn];
  const recording = recordingInMemory(arrays, (name) => widthOf(checkpoint.architecture, name));
  return { tokens, ids, unknown: prompt.unknown, promptLength: prompt.ids.length, nll, recording };
}

export const vocabularyOf = ({ vocabulary, pieces }: Checkpoint<Readable>): Vocabulary =>
  new Vocabulary(vocabulary, pieces);

export const recordingPath = (run: string): string => join(run, 'recording.safetensors');
const signatureOf = (run: string): string => join(run, 'recording.key');

/** An array over the first tokens of the recording in the folder of a run, as an experiment left it: [neurons][tokens]. */
export const recordedStart = async (run: string, name: string, tokens: number): Promise<Float32Array[]> =>
  (await openRecording(recordingPath(run))).neurons(name, firstTokens(tokens));

/** What a recording is of. */
interface Signed {
  checkpoint: Pick<Checkpoint<Readable>, 'architecture' | 'weights' | 'vocabulary'>;
  text: Pick<ObservedText, 'ids' | 'segments' | 'before'>;
  /** Names of its arrays. */
  arrays: readonly string[];
}

/** Bytes that the recording of a whole network may take. */
const largest = 2e9;

/**
 * What an experiment records: all that there is. But a whole network of usual size has a hundred thousand numbers a token, some
 * gigabytes of a short text: of such a one only what is analysed, or has an atlas.
 * @param tokens of the observed text.
 */
export function keptArrays(manifest: Records & Pick<Manifest, 'atlas'>, network: Readable, tokens: number): string[] {
  const all = allNames(network);
  const bytes = Float32Array.BYTES_PER_ELEMENT * tokens * all.reduce((sum, name) => sum + widthOf(network, name), 0);
  if (isOfCells(network) || bytes <= largest) return all;
  const { layer } = drawnOf(manifest);
  const profiled = shownArrays(network).filter((each) => manifest.atlas === 'all' && each.layer === layer);
  return [...new Set([...recordedNames(manifest), ...profiled.map(({ name }) => name)])];
}

export const forgetRecording = (run: string): Promise<void> => rm(signatureOf(run), { force: true });

export const signRecording = (run: string, signed: Signed): Promise<void> =>
  writeWhole(signatureOf(run), signature(signed));

/** The recording of this text by this model, and its losses, nats, [tokens - 1]; null when the run's folder has none. */
export async function findRecording(
  run: string,
  signed: Signed,
): Promise<{ recording: Recording; nll: Float32Array } | null> {
  if ((await readFile(signatureOf(run), 'utf8').catch(() => null)) !== signature(signed)) return null;
  try {
    const recording = await openRecording(recordingPath(run));
    return { recording, nll: await recording.series('nll') };
  } catch {
    return null;
  }
}

/** The same weights are another model in another cell, or with other gates. */
const signature = ({
  checkpoint: { architecture, weights, vocabulary },
  text: { ids, segments, before },
  arrays,
}: Signed) =>
  keyOf(canonicalJson(architecture), Object.entries(weights).sort(), vocabulary, ids, segments, before, arrays);
