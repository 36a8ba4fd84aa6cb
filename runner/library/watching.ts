/** Who hears how far something is that takes longer than a second, and stops it. */
import { Interrupted } from '../core/errors.ts';

export interface Watching {
  /** Hears from time to time what share of the work is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Stops the work: it throws Interrupted. */
  signal?: AbortSignal | undefined;
}

/** Milliseconds of work between two turns of the event loop: what stops the work may come from there. */
const between = 30;

/** Lets timers and signals run, between steps. @throws Interrupted where the work is to stop. */
export function pauseOf({ signal }: Watching): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last > between) {
      await new Promise((resume) => setTimeout(resume));
      last = performance.now();
    }
    if (signal?.aborted)
      throw new Interrupted('stopped-reading', { what: 'Stopped while the model was reading', fix: '', files: '' });
  };
}
