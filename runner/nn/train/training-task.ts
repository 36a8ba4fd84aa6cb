/** What a training is given, and what it asks of the world outside: files, clock and terminal. Types only. */
import type { Architecture } from '../models/architecture.ts';
import type { Engine, Tensor } from '../models/program.ts';
import type { Weights } from '../models/reading.ts';
import type { BatchSettings } from './batches.ts';
import type { Clipping } from './clipping.ts';
import type { EpochPoint, LearningCurve } from './learning-curve.ts';
import type { OptimizerSettings } from './optimizers/optimizers.ts';
import type { SavedState } from './saved-state.ts';
import type { Schedule } from './schedule.ts';

export interface TrainingSettings extends BatchSettings, Clipping {
  epochs: number;
  optimizer: OptimizerSettings & Schedule;
  dropout: number;
  trainEmbedding: boolean;
  patience: number | null;
  best: 'loss' | 'accuracy';
}

export interface TrainingTask {
  engine: Engine;
  architecture: Architecture;
  settings: TrainingSettings;
  seed: number;
  trainingHash: string;
  /** The curve of the trainings that the first weights come from, up to those weights; absent: they are drawn, or unknown. */
  earlier?: LearningCurve | null;
  /** Weights to begin with. */
  initial: Weights;
  /** Token ids of each document. */
  training: readonly Int32Array[];
  validation: readonly Int32Array[];
  /** Stops at the end of this epoch, resumable, on the way that all epochs of the settings would take; absent: does not. */
  until?: number | undefined;
}

export interface TrainingProgress {
  /** Steps done in all. */
  step: number;
  epoch: number;
  epochs: number;
  /** How far in epochs: 1.5 is half through the second. */
  epochsDone: number;
  /** Share of all steps done, 0 to 1. */
  share: number;
  /** Smoothed training loss, nats per token. */
  loss: number;
  tokensPerSecond: number;
  /** Null where it cannot be told. */
  secondsLeft: number | null;
}

export interface TrainingHost {
  /** Seconds, from any start. */
  now(): number;
  load(): Promise<SavedState | null>;
  save(state: SavedState): Promise<void>;
  /** Keeps the best model so far. */
  keep(weights: Record<string, Tensor>, curve: LearningCurve): Promise<void>;
  /** Keeps the model of every epoch, the untrained one as epoch 0; absent: only the best is kept. */
  keepEpoch?(weights: Weights, point: EpochPoint): Promise<void>;
  onProgress(progress: TrainingProgress): void;
  /** @param at whether it is the best so far, and the steps done. */
  onEpoch(point: EpochPoint, at: { best: boolean; step: number }): void;
  /** Sees the model of every epoch, the first weights too, when its point is told. */
  afterEpoch?(weights: Weights, point: EpochPoint): Promise<void>;
  onResume(epoch: number, step: number): void;
  /** True when the user asked to stop. */
  interrupted(): boolean;
  /** Lets timers and signals run between steps. */
  pause(): Promise<void>;
}
