/**
 * One experiment from manifest to result: reads the corpus, gets the model, lets it read and write, marks the
 * features, finds the neurons, publishes the result. The order of design: data flows from one step to the next.
 */

import type { Reporter } from '../core/reporter.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import type { FoundVectors } from '../embeddings/find-vectors.ts';
import { type ChosenEngine, chooseEngine } from '../engines/engines.ts';
import { describeFeature } from '../features/describe-feature.ts';
import { featureWarning } from '../features/feature-warning.ts';
import { type FeatureTools, markFeature } from '../features/mark-feature.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import type { Manifest } from '../manifest/schema.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { componentName, recordedComponents } from '../models/reading.ts';
import { neuronsOf, readNeurons } from '../recording/recording-file.ts';
import type { FeatureResult, Result } from '../results/schema.ts';
import { type ShownComponent, writeResult } from '../results/write.ts';
import { evidenceOf } from './evidence/evidence.ts';
import { type AnalysedText, findNeurons, findSpectra } from './findings.ts';
import { type Paths, pathsOf } from './folders.ts';
import { liveFiles } from './live-model.ts';
import { lockRun } from './lock.ts';
import { trainedModel } from './model.ts';
import { shownPredictions } from './predictions.ts';
import { type Prepared, prepare } from './prepare.ts';
import {
  type ObservedReading,
  recordingOf,
  recordObserved,
  recordSampled,
  type SampledReading,
  type Work,
} from './reading.ts';
import { assembleResult, type Circumstances, shownTokens, wasHeldOut } from './result.ts';
import { startVectors } from './start-vectors.ts';
import { describeTokenVectors } from './token-vectors.ts';

export interface ExperimentHost {
  cwd: string;
  reporter: Reporter;
  /** True when the user asked to stop. */
  interrupted(): boolean;
  circumstances: Pick<Circumstances, 'versions' | 'commit' | 'command'>;
  now(): Date;
}

export interface Outcome {
  result: Result;
  /** Published folder. */
  directory: string;
  /** `runs/<experiment>`. */
  run: string;
  /** The recorded component of each shown text, [neurons][tokens]. */
  shown: Readonly<Record<'observed' | 'sampled', readonly Float32Array[]>>;
}

/** @throws InputError (the user's input), RunError (training diverged) or Interrupted (resumable). */
export async function runExperiment(loaded: LoadedManifest, host: ExperimentHost): Promise<Outcome> {
  const started = host.now();
  const paths = pathsOf(loaded, host.cwd);
  const prepared = await prepare(loaded, paths, host.reporter);
  const unlock = await lockRun(paths.run);
  try {
    return await carryOut(loaded.id, prepared, paths, started, host);
  } finally {
    await unlock();
  }
}

async function carryOut(
  id: string,
  { manifest, given, corpus, vectors, tools, observed: text, marks, prompt }: Prepared,
  paths: Paths,
  started: Date,
  host: ExperimentHost,
): Promise<Outcome> {
  const { reporter } = host;
  const engine = await chooseEngine(manifest);
  if (engine.reason !== undefined) reporter.line(`Computes on ${engine.device} (${engine.name}): ${engine.reason}.`);
  const checkpoint = await modelOf(manifest, corpus, given, vectors, engine, paths, host);

  const start =
    given === null ? await startVectors(manifest, corpus, vectors, paths, reporter, host.interrupted) : null;
  const work: Work = { manifest, checkpoint, vectors: start, engine, paths, reporter, interrupted: host.interrupted };
  reporter.step('Reading and recording');
  const observed = await recordObserved(text, work);
  reporter.step('Writing and recording');
  const sampled = await recordSampled(prompt, work);
  const predictions = await shownPredictions(observed, sampled, work);

  reporter.step('Finding neurons');
  // A text read as one stream has no segment whose start could be left out.
  const warmUp = observed.segments.length === 1 ? 0 : manifest.observe.warmUp;
  const shown = await shownComponents(checkpoint, sampled, recordingOf(paths.run));
  const recorded = (text: 'observed' | 'sampled') =>
    shown.find(
      (each) =>
        each.text === text && each.component === manifest.record.component && each.layer === manifest.record.layer,
    )?.activations ?? [];
  const analysed = await analysedText(
    manifest,
    observed,
    sampled,
    recorded(manifest.detect.on),
    warmUp,
    recordingOf(paths.run),
  );
  const marked = findFeatures(manifest, observed, sampled, analysed, tools, marks);
  const features = marked.map(({ found }) => found);
  const spectra = findSpectra(analysed.shown, features, manifest);
  const evidence =
    manifest.evidence === 'none'
      ? null
      : await evidenceOf(
          {
            work,
            observed,
            warmUp,
            features: marked,
            tools,
            heldOut: wasHeldOut(checkpoint, observed),
            now: () => host.now().getTime() / 1000,
          },
          corpus,
        );

  const result = assembleResult({
    manifest,
    corpus,
    checkpoint,
    origin: given === null || manifest.train.continue ? 'trained here' : (manifest.model.checkpoint ?? ''),
    observed,
    sampled,
    warmUp,
    features,
    spectra,
    evidence,
    embedding: describeTokenVectors({
      checkpoint,
      counts: trainingCounts(corpus),
      training: given === null ? manifest.model.embedding : null,
      file: vectors,
    }),
    circumstances: {
      ...host.circumstances,
      id,
      engine: engine.name,
      device: engine.device,
      started,
      seconds: (host.now().getTime() - started.getTime()) / 1000,
    },
  });
  await writeResult(paths.result, result, shown, predictions, liveFiles(checkpoint, result.model.origin));
  return {
    result,
    directory: paths.result,
    run: paths.run,
    shown: { observed: recorded('observed'), sampled: recorded('sampled') },
  };
}

/** How often each token is in the training text, [tokens]. */
function trainingCounts(corpus: Corpus): Float64Array {
  const counts = new Float64Array(corpus.vocabulary.size);
  for (const { ids } of documentsOf(corpus, 'training')) for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

async function modelOf(
  manifest: Manifest,
  corpus: Corpus,
  given: Checkpoint | null,
  vectors: FoundVectors | null,
  engine: ChosenEngine,
  paths: Paths,
  { reporter, interrupted }: ExperimentHost,
): Promise<Checkpoint> {
  if (given !== null && !manifest.train.continue) return given;
  reporter.step('Training');
  const { checkpoint, reused } = await trainedModel(
    manifest,
    corpus,
    given,
    engine,
    paths,
    reporter,
    interrupted,
    vectors,
  );
  if (reused) reporter.line('The model was trained before with the same settings.');
  return checkpoint;
}

type Recorded = ShownComponent & { activations: readonly Float32Array[] };

/** Every component of every layer over the shown part of both texts. */
async function shownComponents(
  checkpoint: Checkpoint,
  sampled: SampledReading,
  recording: string,
): Promise<Recorded[]> {
  const { units } = checkpoint.architecture;
  const shown: Recorded[] = [];
  for (const which of recordedComponents(checkpoint.architecture)) {
    const name = componentName(which.component, which.layer);
    shown.push({ ...which, text: 'observed', activations: await readNeurons(recording, name, shownTokens) });
    shown.push({
      ...which,
      text: 'sampled',
      activations: neuronsOf(sampled.arrays.get(name) ?? new Float32Array(0), units),
    });
  }
  return shown;
}

async function analysedText(
  manifest: Manifest,
  observed: ObservedReading,
  sampled: SampledReading,
  shown: readonly Float32Array[],
  warmUp: number,
  recording: string,
): Promise<AnalysedText> {
  if (manifest.detect.on === 'sampled') {
    return { activations: shown, segments: [[0, sampled.tokens.length]], warmUp: 0, shown };
  }
  const name = componentName(manifest.record.component, manifest.record.layer);
  return { activations: await readNeurons(recording, name), segments: observed.segments, warmUp, shown };
}

/** What each feature finds, and its marks over the observed text, [tokens]. */
function findFeatures(
  manifest: Manifest,
  observed: ObservedReading,
  sampled: SampledReading,
  analysed: AnalysedText,
  tools: FeatureTools,
  marks: Prepared['marks'],
): { found: FeatureResult; mask: Uint8Array }[] {
  return manifest.features.map((feature) => {
    const masks = {
      observed: marks.get(feature.name) ?? new Uint8Array(observed.tokens.length),
      sampled: markFeature(feature, sampled.tokens, tools),
    };
    const found = findNeurons(analysed, masks[manifest.detect.on], manifest);
    const positionsIn = (mask: Uint8Array) => [...mask.keys()].filter((t) => mask[t] === 1);
    const result: FeatureResult = {
      name: feature.name,
      description: describeFeature(feature, tools.unit),
      positions: {
        observed: positionsIn(masks.observed.subarray(0, shownTokens)),
        sampled: positionsIn(masks.sampled),
      },
      warning: featureWarning(feature.name, found.carriers, found.counted),
      ...found,
    };
    return { found: result, mask: masks.observed };
  });
}
