/**
 * Batches for the objective `every`: the joined text is cut into parallel streams that are read window after window,
 * so that a stream's hidden state can carry over (truncated backpropagation through time). Pure.
 */
import type { Batch } from './trainer.ts';

/** How many whole windows each of `batch` streams gives; the rest of the text, less than a window each, is left out. */
export function windowCount(tokens: number, batch: number, window: number): number {
  return Math.max(0, Math.floor((Math.floor(tokens / batch) - 1) / window));
}

/** Window `index` of every stream, time-major; each position predicts the token after it. */
export function streamBatch(ids: Int32Array, batch: number, window: number, index: number): Batch {
  const length = Math.floor(ids.length / batch);
  // Past the end of the text (an evaluation's last window) stands the token 0, which no weight counts.
  const tokens = new Int32Array(window * batch);
  const targets = new Int32Array(window * batch);
  for (let stream = 0; stream < batch; stream++) {
    const start = stream * length + index * window;
    for (let t = 0; t < window; t++) {
      tokens[t * batch + stream] = ids[start + t] ?? 0;
      targets[t * batch + stream] = ids[start + t + 1] ?? 0;
    }
  }
  return { tokens, targets };
}
