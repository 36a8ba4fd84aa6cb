/** What the parts of an experiment know, each with what it adds to what the one before knew. Types only. */
import type { Recording } from '../analysis/reading/recording.ts';
import type { Reporter } from '../core/reporter.ts';
import type { FoundVectors } from '../io/embeddings/find-vectors.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import type { Engine } from '../nn/models/program.ts';
import type { Readable } from '../nn/models/reading.ts';
import type { OptimizerState, TrainingTask } from '../nn/train/train.ts';
import type { Corpus } from '../text/corpus.ts';
import type { MarkedFeature } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import type { Text } from '../text/text.ts';
import type { Paths } from './folders.ts';
import type { LoadedManifest } from './manifest/load.ts';
import type { Manifest, RecordedComponent } from './manifest/resolved.ts';
import type { MarkedDocuments, RangedFeature } from './mark-text.ts';
import type { EncodedPairSet } from './pairs/read-pairs.ts';
import type { FeatureResult, Predictions, Result, Spectrum, TextName } from './results/schema.ts';
import type { ShownComponent } from './results/write.ts';

/** What the program knows of itself and of the command that it was started with. */
export interface Circumstances {
  versions: Record<string, string>;
  commit: string | null;
  command: string;
}

export interface StartContext {
  loaded: LoadedManifest;
  /** The model that `model.checkpoint` names, where it is open already. */
  opened?: Checkpoint<Readable>;
  paths: Paths;
  reporter: Reporter;
  interrupted(): boolean;
  now(): Date;
  started: Date;
  circumstances: Circumstances;
}

export type Prompt = Pick<Text, 'tokens' | 'ids' | 'unknown'>;

/** `prepare`: everything that can be wrong with the user's input has been looked at. */
export interface PreparedContext extends StartContext {
  manifest: Manifest;
  given: Checkpoint<Readable> | null;
  corpus: Corpus;
  /** Held-out documents that are not read because they are nearly training text. */
  trainingCopies: number;
  /** First token vectors, from the file that the manifest names. */
  fileVectors: FoundVectors | null;
  tools: FeatureTools;
  text: Text;
  marked: readonly MarkedFeature[];
  documents: readonly MarkedDocuments[];
  prompt: Prompt;
  pairSets: readonly EncodedPairSet[];
  /** Train from the beginning, whatever was trained before. */
  fresh?: boolean;
  /** What a program has of its own in a training. */
  own?: Pick<TrainingTask, 'loss' | 'begun'> & { onKept(state: OptimizerState): void };
  /** @throws RunError when another command has taken the run over. */
  stillOurs?(): Promise<void>;
}

/** `model`: loaded or trained. */
export interface ModelContext extends PreparedContext {
  trainedNow: boolean;
  engine: Engine;
  checkpoint: Checkpoint<Readable>;
  /** With which its training began, where they were not drawn; null: all were, or the model came trained. */
  vectors: FoundVectors | null;
}

export interface ObservedReading extends Text {
  /** Cross-entropy of token t+1, nats, [tokens - 1]; NaN across segments. */
  nll: Float32Array;
  recording: Recording;
}

export interface SampledReading extends Prompt {
  promptLength: number;
  nll: Float32Array;
  recording: Recording;
}

/** `record`: the model has read the observed text into `recording.safetensors`. */
export interface RecordedContext extends ModelContext {
  observed: ObservedReading;
  /** Tokens at each segment's start that are not counted. */
  warmUp: number;
}

/** A recorded component of one shown text, [neurons][tokens]. */
export type ShownActivations = ShownComponent & { activations: readonly Float32Array[] };

/** The model has written a text of its own, and both were looked through: all that is published before the evidence. */
export interface FoundContext extends RecordedContext {
  sampled: SampledReading;
  predictions: Record<TextName, Predictions>;
  /** Of what is recorded, the array that pages begin with. */
  drawn: RecordedComponent;
  features: readonly FeatureResult[];
  spectra: Spectrum[];
  shown: readonly ShownActivations[];
}

export interface EvidenceContext extends RecordedContext, Pick<FoundContext, 'drawn' | 'features'> {
  /** Its own, then those of the catalogue where an atlas or evidence is wanted, with the observed tokens that carry them. */
  compared: readonly RangedFeature[];
}

export interface JudgedContext extends EvidenceContext {
  result: Result;
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
