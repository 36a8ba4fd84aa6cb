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

export type { Reason } from './analysis/findings/reasons-schema.ts';
export type { Comparison } from './analysis/pairs/formats/format.ts';
export type { ConditionScore, PairScore } from './analysis/pairs/pairs-schema.ts';
export {
  memorySink,
  type ObserveTask,
  observe,
  type ReadTask,
  type RecordingSink,
  type Segment,
} from './analysis/reading/observe.ts';
export type { Network } from './analysis/reading/programs.ts';
export type { StateArrays } from './analysis/reading/read-group.ts';
export { type Sample, type SampleTask, type SamplingTask, sample } from './analysis/reading/sample.ts';
export { auc, mannWhitneyP } from './analysis/stats/auc.ts';
export { pointBiserial } from './analysis/stats/correlation.ts';
export { benjaminiHochberg } from './analysis/stats/holm.ts';
export { argmax, cosine, logSoftmax, softmax } from './analysis/stats/logits.ts';
export type { NeuronMemory } from './analysis/stats/memory.ts';
export { type Relevance, type RelevanceOptions, relevance } from './analysis/stats/relevance.ts';
export { amplitudeSpectrum, bandPeak, fisherG, frequency, type Peak } from './analysis/stats/spectrum.ts';
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
export type { Circumstances, Outcome } from './experiment/context.ts';
export type { Paths } from './experiment/folders.ts';
export { type LoadedManifest, loadManifest, manifestOf } from './experiment/manifest/load.ts';
export type { AskedFeature, AskedManifest, Manifest } from './experiment/manifest/resolved.ts';
export type { Claim } from './experiment/results/evidence-schema.ts';
export { readResult } from './experiment/results/read.ts';
export type { Result } from './experiment/results/schema.ts';
export type { ExperimentHost } from './experiment/run.ts';
export { runExperiment } from './experiment/run.ts';
export type { ImportOptions } from './io/convert/import-model.ts';
export type { LayoutOptions } from './io/convert/layouts/layout.ts';
export type { WholeNetwork } from './io/convert/whole-networks.ts';
export type { Pieces } from './io/formats/tokenizers/pieces.ts';
export type { Tokenizer } from './io/formats/tokenizers/tokenizer.ts';
export type { GradientOptions, TextLoss } from './library/gradient.ts';
export type { Memories, MemoryOptions } from './library/memory.ts';
export type { Model } from './library/model.ts';
export type { OpenedModel, TextOrIds } from './library/network.ts';
export type { PairsOptions, PairsResult } from './library/pairs.ts';
export type { Clamp, Patch, PatchOptions, PatchValue } from './library/patch.ts';
export type { PatchingMetric, PatchingOptions, PatchingShares } from './library/patching.ts';
export type { ArrayProbe, ProbeOptions } from './library/probe.ts';
export type { ModelState, ReadOptions } from './library/read.ts';
export type { GivenFeature, Reading, Unnamed } from './library/reading.ts';
export type { SteerOptions } from './library/steer.ts';
export type { Continued, Restored, Subspace, SubspaceOptions } from './library/subspace.ts';
export type {
  Listening,
  TestOptions,
  Texts,
  TrainingCurve,
  TrainOptions,
  WrittenSettings,
} from './library/tasks.ts';
export type { TextModel } from './library/text-model.ts';
export type { ExpectedToken, RecordedArray, TextReading } from './library/text-reading.ts';
export { type TrainedSteps, type TrainStepsOptions, trainSteps } from './library/train-steps.ts';
export type { Watching } from './library/watching.ts';
export type { WriteOptions } from './library/write.ts';
export { chooseEngine, type DeviceName, type EngineChoice, type EngineName } from './nn/engines/engines.ts';
export type { Architecture, Stacking, Units } from './nn/models/architecture.ts';
export type { RecurrentActivation } from './nn/models/cells/cell.ts';
export type { CellName, Component } from './nn/models/cells/cells.ts';
export { type Checkpoint, loadCheckpoint, saveCheckpoint } from './nn/models/checkpoint.ts';
export type { Intervention } from './nn/models/intervention.ts';
export type { TrainingFacts } from './nn/models/model-file.ts';
export type { MatmulOptions, Operations, Shape } from './nn/models/operations.ts';
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
} from './nn/models/program.ts';
export type { FamilyArchitecture, FamilyName } from './nn/models/readers/families.ts';
export type { Sizes } from './nn/models/readers/family.ts';
export type {
  Activation,
  ActivationInfo,
  Hook,
  NetworkReader,
  Role,
  StateSpec,
  StepTask,
} from './nn/models/readers/reader.ts';
export type { Readable, Weights } from './nn/models/reading.ts';
export type { OptimizerName, OptimizerSettings } from './nn/train/optimizers/optimizers.ts';
export type { OptimizerState } from './nn/train/train.ts';
export type { TrainingLoss } from './nn/train/training-program.ts';
export { type OpenOptions, open } from './open.ts';
export type { CatalogueWord } from './text/labels/catalogue.ts';
export type { Feature, WrittenFeature } from './text/labels/features.ts';
export { type Cutting, tokenize, type Unit } from './text/tokens.ts';
export { type Encoded, unknownToken, Vocabulary } from './text/vocabulary.ts';
export { reasonSentence } from './wording/reasons.ts';
export { headline, verdictPhrase } from './wording/verdict.ts';
