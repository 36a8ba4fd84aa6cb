/**
 * RNN Atlas for programs: the same functions as the commands use.
 *
 * ```ts
 * import { open } from 'rnn-atlas';
 * const model = await open('models/stories-lstm');
 * const reading = await model.read('It was a dark night. "Who is there?"');
 * reading.neuron('hidden.1', 408); // Float32Array, [tokens]
 * ```
 */

export { AtlasError, type ErrorCode, errorCatalogue, InputError, Interrupted, RunError } from './core/errors.ts';
export { type Random, random } from './core/random.ts';
export { tokenize, type Unit } from './corpus/tokens.ts';
export { type Encoded, unknownToken, Vocabulary } from './corpus/vocabulary.ts';
export { chooseEngine, type DeviceName, type EngineChoice, type EngineName } from './engines/engines.ts';
export { type ExperimentHost, type Outcome, runExperiment } from './experiment/run.ts';
export type { GivenFeature } from './library/given-feature.ts';
export type { Model, ReadOptions, TextOrIds, WriteOptions } from './library/model.ts';
export type { Reading, RecordedArray } from './library/reading.ts';
export type { TestOptions, Texts, TrainingCurve, TrainOptions } from './library/tasks.ts';
export { type LoadedManifest, loadManifest, manifestOf } from './manifest/load.ts';
export type { Manifest } from './manifest/resolved.ts';
export type { Architecture } from './models/architecture.ts';
export { type Checkpoint, loadCheckpoint, saveCheckpoint } from './models/checkpoint.ts';
export type { Hold } from './models/hold.ts';
export type { Intervention } from './models/intervention.ts';
export type { Engine } from './models/program.ts';
export { type OpenOptions, open } from './open.ts';
export { memorySink, type ObserveTask, observe, type RecordingSink, type Segment } from './recording/observe.ts';
export { type Sample, type SampleTask, sample } from './recording/sample.ts';
export { readResult } from './results/read.ts';
export type { Result } from './results/schema.ts';
export { auc } from './stats/auc.ts';
export { benjaminiHochberg } from './stats/benjamini-hochberg.ts';
export { fisherG } from './stats/fisher-g.ts';
export { mannWhitneyP } from './stats/mann-whitney.ts';
export { pointBiserial } from './stats/point-biserial.ts';
export { type Relevance, type RelevanceOptions, relevance } from './stats/relevance.ts';
export { amplitudeSpectrum, bandPeak, frequency, type Peak } from './stats/spectrum.ts';
export { type TrainStepsOptions, trainSteps } from './training/train-steps.ts';
