/** Shares the chunks of a calibration among worker threads. Starts threads; `close` ends them. */
import { startPool } from '../experiment/threads.ts';
import type { Chunk, Material } from './study.ts';
import type { Tally } from './tally.ts';

/** What all chunks have in common. */
export interface CalibrationWork {
  seed: number;
  quick: boolean;
  material: Material;
}

export interface CalibrationTask extends CalibrationWork {
  chunk: Chunk;
}

export interface CalibrationWorkers {
  work(chunk: Chunk): Promise<Tally>;
  close(): Promise<void>;
}

/** @param threads at least 1. */
export function startWorkers(threads: number, work: CalibrationWork): CalibrationWorkers {
  const pool = startPool<CalibrationTask, Tally>(new URL('./calibration-worker.ts', import.meta.url), threads);
  return { work: (chunk) => pool.run({ ...work, chunk }), close: () => pool.close() };
}
