/** The learning curve: one point per epoch, from the untrained model on, and the smoothed loss within epochs. Pure. */

export interface EpochPoint {
  epoch: number;
  /** Nats per token. */
  trainingLoss: number;
  validationLoss: number;
  validationAccuracy: number;
  /** Of a training with a loss of one's own: its value on the validation texts. */
  validationOwnLoss?: number | undefined;
  learningRate: number;
  seconds: number;
}

export interface LearningCurve {
  epochs: EpochPoint[];
  bestEpoch: number;
  /** Epochs of earlier trainings that this one went on from; absent: none. */
  earlier?: number;
  /** Exponentially smoothed training loss at fractions of epochs. */
  smoothed: { epoch: number[]; loss: number[] };
}

/** Epochs of the trainings before this one. */
export const epochsBefore = ({ earlier = 0 }: Pick<LearningCurve, 'earlier'>): number => earlier;

/** A curve up to the epoch whose weights were kept, to be continued from them. */
export function curveUpTo({ epochs, smoothed }: LearningCurve, epoch: number): LearningCurve {
  const within = smoothed.epoch.filter((at) => at <= epoch).length;
  return {
    epochs: epochs.filter((point) => point.epoch <= epoch),
    bestEpoch: epoch,
    earlier: epoch,
    smoothed: { epoch: smoothed.epoch.slice(0, within), loss: smoothed.loss.slice(0, within) },
  };
}

/** Steps over which the smoothed loss forgets by 1/e. */
const memory = 50;
/** Points of the smoothed loss kept per epoch. */
export const pointsPerEpoch = 100;

/** The smoothed loss after one more step; null before the first. */
export function smooth(smoothed: number | null, loss: number): number {
  return smoothed === null ? loss : smoothed + (loss - smoothed) / memory;
}

/** Index of the best epoch by validation loss (one's own, where there is one) or accuracy; the earliest of equals. */
export function bestEpoch(epochs: readonly EpochPoint[], best: 'loss' | 'accuracy'): number {
  const score = ({ validationLoss, validationOwnLoss = validationLoss, validationAccuracy }: EpochPoint) =>
    best === 'loss' ? -validationOwnLoss : validationAccuracy;
  let chosen: EpochPoint | undefined;
  for (const point of epochs) if (chosen === undefined || score(point) > score(chosen)) chosen = point;
  return chosen?.epoch ?? 0;
}

/** True when the last `patience` epochs brought nothing better, as Keras counts it. */
export function outOfPatience(curve: LearningCurve, patience: number | null): boolean {
  const last = curve.epochs.at(-1)?.epoch ?? 0;
  return patience !== null && last - curve.bestEpoch >= patience;
}
