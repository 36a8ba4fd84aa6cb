/** Shares the chunks of a calibration among worker threads. Starts threads; `close` ends them. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Chunk, Material } from './study.ts';
import type { Tally } from './tally.ts';

/** What a thread is given. */
export interface CalibrationWork {
  seed: number;
  quick: boolean;
  material: Material;
}

export type Answer = { tally: Tally } | { error: Error };

export interface CalibrationWorkers {
  work(chunk: Chunk): Promise<Tally>;
  close(): Promise<void>;
}

/** @param threads at least 1; no more chunks than threads may be in work at a time. */
export function startWorkers(threads: number, workerData: CalibrationWork): CalibrationWorkers {
  const all = Array.from(
    { length: threads },
    () => new Worker(new URL('./calibration-worker.ts', import.meta.url), { workerData }),
  );
  const idle = [...all];
  return {
    async work(chunk) {
      const worker = idle.pop();
      if (worker === undefined) throw new Error('calibration: all threads are at work');
      worker.postMessage(chunk);
      const [answer] = (await once(worker, 'message')) as [Answer];
      if ('error' in answer) throw answer.error;
      idle.push(worker);
      return answer.tally;
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
