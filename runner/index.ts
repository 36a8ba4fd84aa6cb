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

export type { Cut, Direction, PieceCutter, TokenizedText } from './core/cut.ts';
export type { ErrorKind } from './core/errors/entry.ts';
export {
  AtlasError,
  type CodeOf,
  type ErrorCode,
  type Explanation,
  errorCatalogue,
  InputError,
  Interrupted,
  RunError,
} from './core/errors.ts';
export { type Random, random } from './core/random.ts';
export type { ColouredText, Progress, Reporter } from './core/reporter.ts';
export { type Cutting, tokenize, type Unit } from './corpus/tokens.ts';
export { type Encoded, unknownToken, Vocabulary } from './corpus/vocabulary.ts';
export { chooseEngine, type DeviceName, type EngineChoice, type EngineName } from './engines/engines.ts';
export type { ImportOptions } from './exchange/import-model.ts';
export type { LayoutOptions } from './exchange/layouts/layout.ts';
export type { WholeNetwork } from './exchange/whole-networks.ts';
export type { Circumstances, Outcome } from './experiment/context.ts';
export type { Paths } from './experiment/folders.ts';
export { runExperiment } from './experiment/run.ts';
export type { ExperimentHost } from './experiment/stages.ts';
export type { CatalogueWord } from './features/catalogue.ts';
export type { Feature, WrittenFeature } from './features/features.ts';
export type { Pieces } from './formats/tokenizers/pieces.ts';
export type { Tokenizer } from './formats/tokenizers/tokenizer.ts';
export type { GivenFeature, Unnamed } from './library/given-feature.ts';
export type { Memories, MemoryOptions } from './library/memory.ts';
export type { Model } from './library/model.ts';
export type { PairsOptions, PairsResult } from './library/pairs.ts';
export type { ReadOptions } from './library/read.ts';
export type { Reading, RecordedArray } from './library/reading.ts';
export type {
  Listening,
  TestOptions,
  Texts,
  TrainingCurve,
  TrainOptions,
  WrittenSettings,
} from './library/tasks.ts';
export type { OpenedModel, TextOrIds } from './library/tokens.ts';
export type { WriteOptions } from './library/write.ts';
export { type LoadedManifest, loadManifest, manifestOf } from './manifest/load.ts';
export type { AskedFeature, AskedManifest, Manifest } from './manifest/resolved.ts';
export type { Architecture, Stacking, Units } from './models/architecture.ts';
export type { CellName, Component } from './models/cells/cells.ts';
export type { RecurrentActivation } from './models/cells/recurrent-activation.ts';
export { type Checkpoint, loadCheckpoint, saveCheckpoint, type TrainingFacts } from './models/checkpoint.ts';
export type { Hold } from './models/hold.ts';
export type { Intervention } from './models/intervention.ts';
export type { MatmulOptions, Operations, Shape } from './models/operations.ts';
export type {
  Engine,
  Executable,
  InPlace,
  Numbers,
  Output,
  Placed,
  Program,
  Tensor,
  TensorSpec,
  Values,
  Workload,
} from './models/program.ts';
export type { FamilyArchitecture } from './models/readers/families.ts';
export type { Sizes } from './models/readers/family.ts';
export type {
  ArrayFacts,
  CarriedState,
  ComponentAbout,
  NetworkReader,
  Role,
  StepTask,
  Tap,
} from './models/readers/reader.ts';
export type { FamilyName } from './models/readers/tables/tables.ts';
export type { Readable, Weights } from './models/reading.ts';
export { type OpenOptions, open } from './open.ts';
export type { Comparison } from './pairs/formats/format.ts';
export {
  memorySink,
  type ObserveTask,
  observe,
  type ReadTask,
  type RecordingSink,
  type Segment,
} from './recording/observe.ts';
export type { Network } from './recording/programs.ts';
export { type Sample, type SampleTask, type SamplingTask, sample } from './recording/sample.ts';
export type { Claim } from './results/evidence-schema.ts';
export type { ConditionScore, PairScore } from './results/pairs-schema.ts';
export { readResult } from './results/read.ts';
export type { Reason } from './results/reasons-schema.ts';
export type { Result } from './results/schema.ts';
export { auc } from './stats/auc.ts';
export { benjaminiHochberg } from './stats/benjamini-hochberg.ts';
export { fisherG } from './stats/fisher-g.ts';
export { mannWhitneyP } from './stats/mann-whitney.ts';
export type { NeuronMemory } from './stats/memory.ts';
export { pointBiserial } from './stats/point-biserial.ts';
export { type Relevance, type RelevanceOptions, relevance } from './stats/relevance.ts';
export { amplitudeSpectrum, bandPeak, frequency, type Peak } from './stats/spectrum.ts';
export type { OptimizerName, OptimizerSettings } from './training/optimizers/optimizers.ts';
export { type TrainedSteps, type TrainStepsOptions, trainSteps } from './training/train-steps.ts';
export { reasonSentence } from './words/reasons.ts';
export { headline, verdictPhrase } from './words/verdict.ts';
