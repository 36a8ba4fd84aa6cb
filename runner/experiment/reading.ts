/** Both texts of an experiment with their recordings: the one that the model reads and the one that it writes; what is kept of them. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { observe } from '../analysis/reading/observe.ts';
import {
  createRecordingFile,
  openRecording,
  type Recording,
  recordingInMemory,
} from '../analysis/reading/recording.ts';
import { withRunner } from '../analysis/reading/runner.ts';
import { sample, samplingRandom } from '../analysis/reading/sample.ts';
import { type Likely, likeliest } from '../analysis/stats/likeliest.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { at, item } from '../core/at.ts';
import { warmUpOf } from '../core/cut.ts';
import { keyOf } from '../core/disk-cache.ts';
import { InputError, Interrupted, RunError } from '../core/errors.ts';
import { canonicalJson } from '../core/hash.ts';
import { pathFrom } from '../core/paths.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import {
  recordedNames as allNames,
  isOfCells,
  operationsPerToken,
  type Readable,
  readerOf,
  shownArrays,
  widthOf,
} from '../nn/models/reading.ts';
import { shownTokens } from '../text/settings.ts';
import type { Text } from '../text/text.ts';
import { tokenize } from '../text/tokens.ts';
import { cuttingOf, unknownToken, Vocabulary } from '../text/vocabulary.ts';
import type {
  FoundContext,
  JudgedContext,
  ModelContext,
  ObservedReading,
  PreparedContext,
  Prompt,
  RecordedContext,
  SampledReading,
} from './context.ts';
import { drawnOf, type Records, recordedNames } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';
import type { Predictions, TextName } from './results/schema.ts';

/** @throws Interrupted when the user has asked to stop. */
export function stopIfAsked({
  interrupted,
  paths,
  manifest,
}: Pick<PreparedContext, 'interrupted' | 'paths' | 'manifest'>): void {
  if (!interrupted()) return;
  throw new Interrupted('stopped-reading', {
    what: 'Stopped while the model was reading or its neurons were tested',
    files:
      manifest.model.checkpoint === null || manifest.train.continue
        ? `The model is kept in ${pathFrom(paths.cwd, paths.run)}; no result was written`
        : `The model ${manifest.model.checkpoint} is as it was; no result was written`,
  });
}

type StopCode = 'stopped-evidence' | 'stopped-atlas';

/** What is said when somebody stops the work on a part that comes after the result. */
interface StoppedPart {
  /** Absent: the evidence, the pairs, or what a held neuron changes. */
  code?: StopCode;
  what: string;
  /** What is true of the result then, with its folder. */
  stands(folder: string): string;
}

/**
 * Work beside a result that stands already.
 * @throws Interrupted when the user asks to stop; and what the work throws.
 */
export async function besideResult<Found>(
  context: Pick<JudgedContext, 'loaded' | 'paths' | 'manifest' | 'result'>,
  { code = 'stopped-evidence', what, stands }: StoppedPart,
  work: () => Promise<Found>,
): Promise<Found> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const { cwd, result, run } = context.paths;
    throw new Interrupted(code, {
      what,
      fix: `To go on, run the same command again${otherCommands(code, context)}`,
      files: `${stands(pathFrom(cwd, result))}; the model and the recording are kept in ${pathFrom(cwd, run)}`,
    });
  }
}

/** `npm run evidence` goes on with all that comes after the result but the atlas. */
function otherCommands(
  code: StopCode,
  { loaded, manifest, result }: Pick<JudgedContext, 'loaded' | 'manifest' | 'result'>,
): string {
  const { command } = result.provenance;
  if (code === 'stopped-atlas') return `: ${command}`;
  const atlas = manifest.atlas === 'none' ? '' : `; the atlas is made by ${command}`;
  return `, or npm run evidence ${loaded.id}${atlas}`;
}

/** Lets timers and signals run; throws as `stopIfAsked`. */
export const pauseOf = (work: PreparedContext) => async (): Promise<void> => {
  await setImmediate();
  stopIfAsked(work);
};

/** The model reads the observed text into `recording.safetensors`. @throws RunError when its numbers grow beyond all bounds. */
export async function record(context: ModelContext): Promise<Pick<RecordedContext, 'observed' | 'warmUp'>> {
  const { manifest, text, reporter } = context;
  reporter.step('Recording activations');
  const kept = await longReading(context);
  if (kept !== null) reporter.line('It was read before, and its recording is kept');
  return { observed: kept ?? (await recorded(context)), warmUp: warmUpOf(text.segments.length, manifest) };
}

/** Additions and multiplications of a reading that takes long: some ten seconds and more. */
const takesLong = 2e12;

/** The recording that a run which was stopped has left, where it took long; null where there is none, or it is damaged. */
async function longReading(context: ModelContext): Promise<ObservedReading | null> {
  const { text, checkpoint, manifest } = context;
  if (text.ids.length * operationsPerToken(checkpoint.architecture) < takesLong) return null;
  const kept = await keptReading(context);
  try {
    // The first time that an array is looked at all of it is compared with its checksum.
    for (const name of keptArrays(manifest, checkpoint.architecture, text.ids.length))
      await kept?.recording.at(name, firstTokens(1));
    return kept;
  } catch {
    return null;
  }
}

/** What the run's folder has of the observed text, read by this model; null where it has nothing. */
export async function keptReading({
  manifest,
  paths,
  text,
  checkpoint,
}: ModelContext): Promise<ObservedReading | null> {
  const arrays = keptArrays(manifest, checkpoint.architecture, text.ids.length);
  const kept = await findRecording(paths.run, { checkpoint, text, arrays });
  return kept && { ...text, ...kept };
}

async function recorded(context: ModelContext): Promise<ObservedReading> {
  const { checkpoint, engine, manifest, paths, reporter, text } = context;
  const { ids, segments, before } = text;
  const arrays = keptArrays(manifest, checkpoint.architecture, ids.length);
  const file = await createRecordingFile(recordingPath(paths.run), checkpoint.architecture, {
    tokens: ids.length,
    segments: segments.length,
    names: arrays,
    key: signature({ checkpoint, text, arrays }),
  });
  try {
    const onProgress = (done: number) =>
      reporter.progress({ done, total: ids.length, text: `reading ${ids.length} tokens` });
    const { nll } = await observe({
      engine,
      checkpoint,
      ids,
      segments,
      before,
      record: arrays,
      sink: file,
      onProgress,
      pause: pauseOf(context),
    });
    checkBounded(nll, segments, 'read', 'Read it in shorter segments, as observe.segment=64 observe.warmUp=8');
    await file.finish({ ids, nll, segments });
    return { ...text, nll, recording: await openRecording(recordingPath(paths.run), true) };
  } catch (error) {
    await file.discard();
    throw error;
  }
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

/** Lets the model continue the prompt, and tells the likeliest next tokens over the shown part of both texts. */
export async function write(context: RecordedContext): Promise<Pick<FoundContext, 'sampled' | 'predictions'>> {
  context.reporter.step('Generating text');
  const sampled = await written(context);
  return { sampled, predictions: await shownPredictions(context, sampled) };
}

async function written(context: RecordedContext): Promise<SampledReading> {
  const { manifest, checkpoint, engine, reporter, prompt } = context;
  const { length, temperature } = manifest.sample;
  // The prompt is read before anything is drawn, and counts as work.
  const total = prompt.ids.length + length;
  const { ids, arrays, nll } = await sample({
    engine,
    checkpoint,
    prompt: prompt.ids,
    length,
    temperature,
    never: bannedIds(checkpoint.vocabulary),
    random: samplingRandom(manifest.seed),
    onProgress: (done) => reporter.progress({ done, total, text: `writing ${length} tokens` }),
    pause: pauseOf(context),
  });
  checkBounded(nll, [[0, ids.length]], 'wrote', 'Let it write less, as sample.length=32');
  const drawn = [...ids.subarray(prompt.ids.length)].map((id) => item(checkpoint.vocabulary, id));
  const tokens = [...prompt.tokens, ...drawn];
  const recording = recordingInMemory(arrays, (name) => widthOf(checkpoint.architecture, name));
  return { tokens, ids, unknown: prompt.unknown, promptLength: prompt.ids.length, nll, recording };
}

const likeliestShown = 5;

/** Decoded from what was recorded of both texts. */
async function shownPredictions(
  { engine, checkpoint, manifest, observed }: RecordedContext,
  sampled: SampledReading,
): Promise<Record<TextName, Predictions>> {
  const { decoderReads } = readerOf(checkpoint.architecture);
  return await withRunner(engine, checkpoint, observed.before, async (runner) => {
    const predicted = async (recording: Recording, tokens: number): Promise<Predictions> => {
      const read = await recording.at(decoderReads, firstTokens(tokens));
      const rowOf = (t: number) => ({ row: Float32Array.from(read, (values) => at(values, t)) });
      const next: Likely[][] = [];
      await runner.decode('probabilities', tokens, rowOf, (_, probabilities) => {
        next.push(likeliest(probabilities, likeliestShown));
      });
      return named(next, checkpoint.vocabulary);
    };
    const shown = Math.min(shownTokens(manifest), observed.ids.length);
    return {
      observed: await predicted(observed.recording, shown),
      sampled: await predicted(sampled.recording, sampled.ids.length),
    };
  });
}

/** Puts tokens in the place of ids [tokens][count], each once; probabilities to four decimals. */
export function named(likely: readonly (readonly Likely[])[], vocabulary: readonly string[]): Predictions {
  const ids = [...new Set(likely.flat().map(({ id }) => id))];
  return {
    tokens: ids.map((id) => item(vocabulary, id)),
    next: likely.map((each) => each.map(({ id }) => ids.indexOf(id))),
    probability: likely.map((each) => each.map(({ probability }) => Math.round(probability * 1e4) / 1e4)),
  };
}

/** Ids that are never written: that of <unk>, where there is one. */
export const bannedIds = (vocabulary: readonly string[]): number[] =>
  [...vocabulary.keys()].filter((id) => vocabulary[id] === unknownToken);

export const vocabularyOf = ({ vocabulary, pieces }: Checkpoint<Readable>): Vocabulary =>
  new Vocabulary(vocabulary, pieces);

export const recordingPath = (run: string): string => join(run, 'recording.safetensors');

/** An array over the first tokens of the recording in the folder of a run, as an experiment left it: [neurons][tokens]. */
export const recordedStart = async (run: string, name: string, tokens: number): Promise<Float32Array[]> =>
  (await openRecording(recordingPath(run))).at(name, firstTokens(tokens));

interface Signed {
  checkpoint: Pick<Checkpoint<Readable>, 'architecture' | 'weights' | 'vocabulary'>;
  text: Pick<Text, 'ids' | 'segments' | 'before'>;
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
  const { decoderReads } = readerOf(network);
  return [...new Set([...recordedNames(manifest), ...profiled.map(({ name }) => name), decoderReads])];
}

/** The recording of this text by this model, and its losses, nats, [tokens - 1]; null when the run's folder has none. */
export async function findRecording(
  run: string,
  signed: Signed,
): Promise<{ recording: Recording; nll: Float32Array } | null> {
  try {
    const recording = await openRecording(recordingPath(run));
    return recording.key === signature(signed) ? { recording, nll: await recording.series('nll') } : null;
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
