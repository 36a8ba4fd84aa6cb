/** Both texts of an experiment with their recordings: the one that the model reads and the one that it writes; what is kept of them. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { item } from '../core/at.ts';
import { writeWhole } from '../core/atomic-files.ts';
import { cutOf } from '../core/cut.ts';
import { InputError, Interrupted } from '../core/errors.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import { pathFrom } from '../core/paths.ts';
import type { Reporter } from '../core/reporter.ts';
import type { ObservedText } from '../corpus/observe-text.ts';
import { tokenize } from '../corpus/tokens.ts';
import { unknownToken, Vocabulary } from '../corpus/vocabulary.ts';
import type { FoundVectors } from '../embeddings/find-vectors.ts';
import type { Manifest } from '../manifest/resolved.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import type { Engine } from '../models/program.ts';
import { observe } from '../recording/observe.ts';
import { createRecordingFile, readSeries } from '../recording/recording-file.ts';
import { sample, samplingRandom } from '../recording/sample.ts';
import type { Paths } from './folders.ts';

export interface ObservedReading extends ObservedText {
  /** Cross-entropy of token t+1, nats, [tokens - 1]; NaN across segments. */
  nll: Float32Array;
}

export interface SampledReading {
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  unknown: number[];
  promptLength: number;
  nll: Float32Array;
  /** [tokens, units] by component name. */
  arrays: Map<string, Float32Array>;
}

export interface Work {
  manifest: Manifest;
  checkpoint: Checkpoint;
  /** With which its training began, where they were not drawn; absent: all were, or the model came trained. */
  vectors?: FoundVectors | null;
  engine: Engine;
  paths: Paths;
  reporter: Reporter;
  interrupted(): boolean;
}

/** @throws Interrupted when the user has asked to stop. */
export function stopIfAsked({ interrupted, paths, manifest }: Pick<Work, 'interrupted' | 'paths' | 'manifest'>): void {
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
export const pauseOf = (work: Work) => async (): Promise<void> => {
  await setImmediate();
  stopIfAsked(work);
};

/** Reads the observed text into `recording.safetensors`. */
export async function recordObserved(text: ObservedText, work: Work): Promise<ObservedReading> {
  const { checkpoint, engine, paths, reporter } = work;
  const { ids, segments } = text;
  await forgetRecording(paths.run);
  const file = await createRecordingFile(recordingOf(paths.run), checkpoint.architecture, ids.length, segments.length);
  try {
    const onProgress = (done: number) =>
      reporter.progress({ done, total: ids.length, text: `reading ${ids.length} tokens` });
    const { nll } = await observe({ engine, checkpoint, ids, segments, sink: file, onProgress, pause: pauseOf(work) });
    await file.finish({ ids, nll, segments });
    await signRecording(paths.run, { checkpoint, text });
    return { ...text, nll };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** The text to continue. */
export interface Prompt {
  tokens: string[];
  /** [tokens] */
  ids: Int32Array;
  /** Positions that read as <unk>. */
  unknown: number[];
}

/** @throws InputError when the prompt is empty, or holds a token that a vocabulary without <unk> lacks. */
export function promptOf({ sample: { prompt }, corpus }: Manifest, vocabulary: Vocabulary): Prompt {
  const tokens = tokenize(prompt, cutOf(corpus));
  if (tokens.length === 0) {
    throw new InputError('prompt-empty', {
      what: '"sample.prompt" is empty',
      fix: `Give it at least one ${corpus.unit} to begin with`,
    });
  }
  return { tokens, ...vocabulary.encode(tokens, { name: 'sample.prompt', from: 0 }) };
}

/** Lets the model continue the prompt. */
export async function recordSampled(prompt: Prompt, work: Work): Promise<SampledReading> {
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
  const drawn = [...ids.subarray(prompt.ids.length)].map((id) => item(vocabulary.tokens, id));
  const tokens = [...prompt.tokens, ...drawn];
  return { tokens, ids, unknown: prompt.unknown, promptLength: prompt.ids.length, nll, arrays };
}

export const vocabularyOf = (checkpoint: Checkpoint): Vocabulary => new Vocabulary(checkpoint.vocabulary);

/**
 * The recording in the folder of a run, and the signature beside it that says of which model and which text it is: a
 * recording without one was not finished.
 */
export const recordingOf = (run: string): string => join(run, 'recording.safetensors');
const signatureOf = (run: string): string => join(run, 'recording.json');

interface Recorded {
  checkpoint: Pick<Checkpoint, 'architecture' | 'weights' | 'vocabulary'>;
  text: Pick<ObservedText, 'ids' | 'segments'>;
}

export const forgetRecording = (run: string): Promise<void> => rm(signatureOf(run), { force: true });

export const signRecording = (run: string, recorded: Recorded): Promise<void> =>
  writeWhole(signatureOf(run), `${JSON.stringify(signature(recorded))}\n`);

/** The losses of the recording of this text by this model, nats, [tokens - 1]; null when the run's folder has none. */
export async function keptLosses(run: string, recorded: Recorded): Promise<Float32Array | null> {
  const wanted = `${JSON.stringify(signature(recorded))}\n`;
  if ((await readFile(signatureOf(run), 'utf8').catch(() => null)) !== wanted) return null;
  return readSeries(recordingOf(run), 'nll').catch(() => null);
}

function signature({ checkpoint: { architecture, weights, vocabulary }, text: { ids, segments } }: Recorded) {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const ofWeights = Object.entries(weights)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { data, shape }]) => [name, shape, sha256(bytes(data))]);
  return {
    // The same weights are another model in another cell, or with other gates.
    model: sha256(JSON.stringify([canonicalJson(architecture), ofWeights, vocabulary])),
    text: sha256(JSON.stringify([sha256(bytes(ids)), segments])),
  };
}
