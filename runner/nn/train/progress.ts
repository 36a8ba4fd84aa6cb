/**
 * How far a training is after each step, and the two ways in which it ends before its time: it diverges, or the user
 * stops it. Pure.
 */

import { Interrupted, RunError } from '../../core/errors.ts';
import { counted } from '../../core/words.ts';
import { epochsBefore, pointsPerEpoch, smooth } from './learning-curve.ts';
import type { StepOutcome } from './one-pass.ts';
import type { SavedProgress } from './saved-state.ts';

/** A loss this many times that of the untrained model means that training diverges. */
export const explosion = 3;

/** The progress after one more step. @throws RunError when training diverges. */
export function afterStep(before: SavedProgress, { loss, gradientNorm }: StepOutcome, steps: number): SavedProgress {
  const smoothed = smooth(before.smoothed, loss);
  const stepInEpoch = before.stepInEpoch + 1;
  const untrainedLoss = before.curve.epochs[0]?.trainingLoss ?? loss;
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm) || smoothed > explosion * untrainedLoss) {
    throw diverged(before, stepInEpoch, loss, gradientNorm);
  }
  const curve = before.curve;
  if (stepInEpoch % Math.max(1, Math.floor(steps / pointsPerEpoch)) === 0) {
    curve.smoothed.epoch.push(epochsBefore(curve) + before.epoch + stepInEpoch / steps);
    curve.smoothed.loss.push(smoothed);
  }
  return { ...before, step: before.step + 1, stepInEpoch, lossSum: before.lossSum + loss, smoothed, curve };
}

export function diverged({ epoch, curve }: SavedProgress, step: number, loss: number, norm?: number): RunError {
  const kept =
    epoch === 0
      ? 'No epoch was complete, so there is no checkpoint'
      : `The checkpoint of epoch ${curve.bestEpoch} is kept`;
  const measured =
    norm === undefined
      ? `the validation loss is ${format(loss)}`
      : `the loss is ${format(loss)} and the gradient norm ${format(norm)}`;
  return new RunError('training-diverged', {
    what: `Training diverged in epoch ${epochsBefore(curve) + epoch + 1} at step ${step}: ${measured}`,
    files: kept,
  });
}

export function stopped({ epoch, stepInEpoch, curve }: SavedProgress, steps: number): Interrupted {
  return new Interrupted('stopped-training', {
    what: `Stopped in epoch ${epochsBefore(curve) + epoch + 1} after ${stepInEpoch} of ${counted(steps, 'step')}`,
  });
}

const format = (value: number): string => (Number.isFinite(value) ? value.toPrecision(4) : String(value));

/** Steps per second, smoothed over about thirty steps. The first are not counted once there are others: they wait for what is compiled. */
export class Pace {
  #last: number;
  #marks = 0;
  #seconds = Number.NaN;

  constructor(now: number) {
    this.#last = now;
  }

  mark(now: number, steps: number): number {
    const taken = Math.max(1e-6, (now - this.#last) / steps);
    this.#last = now;
    this.#marks++;
    this.#seconds = this.#marks <= 2 ? taken : this.#seconds + (taken - this.#seconds) / Math.min(30, this.#marks - 1);
    return 1 / this.#seconds;
  }

  restart(now: number): void {
    this.#last = now;
  }
}
