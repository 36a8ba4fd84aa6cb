/** What takes an experiment's stages: tests of claims, and training. Both in a temporary folder, which goes with them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { InputError } from '../core/errors.ts';
import { shownValue } from '../core/format.ts';
import { type Reporter, silentReporter } from '../core/reporter.ts';
import { manifestOf } from '../experiment/manifest/load.ts';
import type { manifestSchema } from '../experiment/manifest/schema.ts';
import { model } from '../experiment/model.ts';
import { curveOf } from '../experiment/result.ts';
import type { Claim } from '../experiment/results/evidence-schema.ts';
import type { Result } from '../experiment/results/schema.ts';
import { type ExperimentHost, inRun, runExperiment } from '../experiment/run.ts';
import { type Checkpoint, saveCheckpoint } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import type { OptimizerState } from '../nn/train/train.ts';
import type { TrainingLoss } from '../nn/train/training-program.ts';
import { type CatalogueWord, catalogueWord } from '../text/labels/catalogue.ts';
import { tokenize } from '../text/tokens.ts';
import { cuttingOf } from '../text/vocabulary.ts';
import { type GivenFeature, named } from './reading.ts';

/** What a text that came from a program is called. */
const textName = 'text of a program';

/** The keys of a manifest as a file has them. */
export type WrittenSettings = Partial<z.input<typeof manifestSchema>>;

/** Who hears how far it is, and how it is stopped. */
export interface Listening {
  /** Absent: nobody hears. */
  reporter?: Reporter;
  /** Hears the share of the part that is done now, 0 to 1, where there is no reporter. @param text what is worth knowing of it. */
  onProgress?: (share: number, text: string) => void;
  /** Stops the work: it throws Interrupted. */
  signal?: AbortSignal;
}

/**
 * Keys of a manifest, with their defaults: `record` (which component is tested), `evidence` (`quick` leaves out what holds
 * neurons), `observe` (`segment`, `warmUp`; `heldOut: true` declares that the model was never trained on the text),
 * `neurons`, `seed` and all others.
 */
export type TestOptions = Omit<WrittenSettings, 'title' | 'features' | 'model' | 'train'> & Listening;

/** Keys of a manifest's group `train`, with their defaults, and those of the whole that matter to a training. */
export type TrainOptions = Omit<NonNullable<WrittenSettings['train']>, 'continue'> &
  Pick<WrittenSettings, 'corpus' | 'seed' | 'engine' | 'device'> &
  Listening & {
    /**
     * A loss of one's own; absent: the mean cross-entropy. By its value on the validation texts the best epoch is chosen; the cross-entropy
     * is told all the same.
     */
    loss?: TrainingLoss;
    /** What the optimizer remembers of an earlier training of the same parameters; absent: nothing. */
    state?: OptimizerState;
  };

/** How a training went: losses by epoch, nats a token, from before the first on; and the optimizer's state at the epoch that was kept. */
export type TrainingCurve = NonNullable<Result['learningCurve']> & { state: OptimizerState };

/** A text, or its documents, one string each. */
export type Texts = string | readonly string[];

export async function testedClaims(
  checkpoint: Checkpoint<Readable>,
  text: Texts | null,
  features: readonly GivenFeature[] | CatalogueWord,
  { reporter, onProgress, signal, ...settings }: TestOptions,
): Promise<Claim[]> {
  return inTemporaryFolder(async (folder) => {
    const files = await given(folder, checkpoint, text, settings);
    const asked = features === catalogueWord ? features : features.map(named);
    const own = { title: 'A test', atlas: 'none', live: false, ...settings, ...files, features: asked };
    const loaded = await manifestOf(own, 'test');
    const { result } = await runExperiment(loaded, {
      ...hostOf({ reporter, onProgress, signal }),
      model: checkpoint,
    });
    if (result.evidence === null) {
      const what = 'A test was asked for with evidence: none';
      throw new InputError('nothing-to-test', { what, why: '', fix: 'Leave evidence out, or say quick' });
    }
    return withoutFolder(result.evidence.claims, relative(process.cwd(), folder));
  });
}

export async function furtherTrained(
  checkpoint: Checkpoint<Readable>,
  text: Texts,
  { reporter, onProgress, signal, corpus, seed, engine, device, loss, state: begun, ...train }: TrainOptions,
): Promise<{ checkpoint: Checkpoint<Readable>; curve: TrainingCurve }> {
  return inTemporaryFolder(async (folder) => {
    // Nothing is observed, so that no document is too short.
    const files = await given(folder, checkpoint, text, { corpus, observe: { segment: 'none' } });
    await saveCheckpoint(files.model.checkpoint, checkpoint);
    const quiet = { evidence: 'none', atlas: 'none', watch: 'none', seed, engine, device };
    const training = { ...train, continue: true };
    const loaded = await manifestOf({ title: 'A training', ...quiet, ...files, train: training }, 'training');
    let state: OptimizerState | null = null;
    const onKept = (kept: OptimizerState): void => {
      state = kept;
    };
    const trained = await inRun(loaded, hostOf({ reporter, onProgress, signal }), (prepared) =>
      model({ ...prepared, own: { loss, begun, onKept } }),
    );
    const curve = curveOf(trained.checkpoint);
    if (curve === null || state === null) throw new Error('a training ended without a curve');
    return { checkpoint: withoutPlace(trained.checkpoint), curve: { ...curve, state } };
  });
}

/** The text as a file, and where the manifest finds it and the model; it writes next to nothing of its own. */
export async function given(
  folder: string,
  checkpoint: Checkpoint<Readable>,
  text: Texts | null,
  { corpus, observe }: Pick<WrittenSettings, 'corpus' | 'observe'>,
) {
  // Nothing is published, so that no folder of this machine need be kept out of it.
  const at = (name: string) => relative(process.cwd(), join(folder, name));
  const model = { checkpoint: at('model') };
  const places = { model, runs: at('runs'), results: at('results') };
  if (text === null) return places;
  if (typeof text !== 'string' && !Array.isArray(text)) {
    const what = `What is to be read is ${shownValue(text)}, which is neither a text nor a list of documents`;
    throw new InputError('nothing-to-read', { what });
  }
  const source = at(typeof text === 'string' ? 'text.txt' : 'text.jsonl');
  const lines = typeof text === 'string' ? text : text.map((each) => `${JSON.stringify({ text: each })}\n`).join('');
  await writeFile(source, lines);
  const [prompt = ''] = tokenize([text].flat().join(''), cuttingOf(checkpoint, { pieces: checkpoint.pieces }));
  const sample = { prompt, length: 1 };
  return { ...places, corpus: { source, ...corpus }, observe: { source, ...observe }, sample };
}

/** Where examples of claims come from: the text's file is gone, and had a name of no interest. */
function withoutFolder(claims: readonly Claim[], folder: string): Claim[] {
  return JSON.parse(JSON.stringify(claims), (key, value: unknown) =>
    key === 'source' && typeof value === 'string' && value.startsWith(folder) ? textName : value,
  );
}

/** The text lay in a folder that is gone. */
function withoutPlace(checkpoint: Checkpoint<Readable>): Checkpoint<Readable> {
  const { training } = checkpoint;
  if (training === undefined) return checkpoint;
  return { ...checkpoint, training: { ...training, corpus: { ...training.corpus, name: textName } } };
}

export const hostOf = ({ reporter, onProgress = () => {}, signal }: Listening): ExperimentHost => ({
  reporter: reporter ?? {
    ...silentReporter,
    progress: ({ done, total, text }) => onProgress(done / total, text),
  },
  interrupted: () => signal?.aborted === true,
});

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
