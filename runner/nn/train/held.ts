/** What a training holds between its steps, and does with it. Types only. */
import type { Numbers } from '../models/program.ts';

export interface StepInputs {
  /** Of the batch; not the optimizer's scalars. */
  inputs: Readonly<Record<string, Numbers>>;
  scalars: Readonly<Record<string, number>>;
}

export interface StepOutcome {
  loss: number;
  gradientNorm: number;
}

export interface HeldTraining {
  readonly stepsAtOnce: number;
  train(steps: readonly StepInputs[]): Promise<StepOutcome[]>;
  /** A parameter, slot or carried state by its name, as it is held. */
  read(name: string): Promise<Float32Array>;
  write(name: string, data: Float32Array): Promise<void>;
  release(): Promise<void>;
}
