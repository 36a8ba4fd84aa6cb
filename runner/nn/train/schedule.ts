/** The learning rate at a step. Pure. */

export interface Schedule {
  learningRate: number;
  schedule: 'constant' | 'linear' | 'cosine';
  /** Steps over which the rate rises linearly from zero. */
  warmUp: number;
}

/** Linear and cosine schedules end at this share of the learning rate, so that the last steps still learn. */
const finalShare = 0.05;

/** The rate at `step` (from 1) of `total`. */
export function learningRateAt({ learningRate, schedule, warmUp }: Schedule, step: number, total: number): number {
  if (step <= warmUp) return (learningRate * step) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'linear':
      return learningRate * (1 - (1 - finalShare) * progress);
    case 'cosine':
      return learningRate * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
    default:
      return schedule satisfies never;
  }
}
