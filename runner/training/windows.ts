/**
 * Batches for the objective `last` (the thesis' regime): windows of a few tokens, each predicting the one token that
 * follows, from the zero state. Windows lie within a document. Pure.
 */
import type { Batch } from './trainer.ts';

export interface WindowSettings {
  /** Tokens read before the one predicted. */
  window: number;
  /** Id of rare words; windows that hold it, or predict it, are left out. Null: keep all. */
  rare: number | null;
  /** Read each window from its last token to its first. */
  flipInput: boolean;
}

/** All documents in one array, and where in it each usable window begins. */
export function windowStarts(documents: readonly Int32Array[], { window, rare }: WindowSettings): Int32Array {
  const starts: number[] = [];
  let offset = 0;
  for (const ids of documents) {
    let lastRare = -1;
    for (let end = 0; end < ids.length; end++) {
      if (ids[end] === rare) lastRare = end;
      const start = end - window;
      if (start >= 0 && lastRare < start) starts.push(offset + start);
    }
    offset += ids.length;
  }
  return Int32Array.from(starts);
}

/** The windows at `starts`, time-major. */
export function windowBatch(ids: Int32Array, starts: Int32Array, { window, flipInput }: WindowSettings): Batch {
  const batch = starts.length;
  const tokens = new Int32Array(window * batch);
  const targets = new Int32Array(batch);
  starts.forEach((start, b) => {
    const read = ids.subarray(start, start + window + 1);
    if (read.length !== window + 1) throw new RangeError(`windowBatch: the window at ${start} ends beyond the text`);
    read.forEach((id, t) => {
      if (t === window) targets[b] = id;
      else tokens[(flipInput ? window - 1 - t : t) * batch + b] = id;
    });
  });
  return { tokens, targets };
}
