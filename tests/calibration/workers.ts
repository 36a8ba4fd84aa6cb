/** Shares the chunks of a calibration among worker threads. Starts threads; `close` ends them. */
import { Tinypool } from 'tinypool';
import type { Chunk, Material } from './study.ts';
import type { Tally } from './tally.ts';

/** What all chunks have in common. */
export interface CalibrationWork {
  seed: number;
  quick: boolean;
  material: Material;
}

export interface ChunkTask extends CalibrationWork {
  chunk: Chunk;
}

export interface CalibrationWorkers {
  work(chunk: Chunk): Promise<Tally>;
  close(): Promise<void>;
}

/** @param threads at least 1. */
export function startWorkers(threads: number, work: CalibrationWork): CalibrationWorkers {
  const pool = startPool<ChunkTask, Tally>(new URL('./calibration-worker.ts', import.meta.url), threads);
  return { work: (chunk) => pool.run({ ...work, chunk }), close: () => pool.close() };
}

export interface Pool<Task, Answer> {
  /** Waits for a free thread. @throws what the task throws. */
  run(task: Task): Promise<Answer>;
  /** Waits for the tasks that were given, whether they succeed or fail, then ends the threads. */
  close(): Promise<void>;
}

/**
 * A pool of worker threads: each takes the next task when it is done with one. A thread is never terminated while it
 * works: inside ONNX Runtime that takes the whole process down. A task that is to end early looks at a number in shared
 * memory and returns by itself.
 * @param file a module whose default export does a task: `(task: Task) => Answer | Promise<Answer>`. Both are copied
 * between threads, except for shared memory.
 * @param threads at least 1; they are started as tasks come in.
 */
export function startPool<Task, Answer>(file: URL, threads: number): Pool<Task, Answer> {
  const pool = new Tinypool({ filename: file.href, minThreads: 0, maxThreads: threads, idleTimeout: 60_000 });
  const given = new Set<Promise<Answer>>();
  return {
    run(task) {
      const answer: Promise<Answer> = pool.run(task);
      given.add(answer);
      const forget = () => given.delete(answer);
      answer.then(forget, forget);
      return answer;
    },
    async close() {
      await Promise.allSettled(given);
      await pool.destroy();
    },
  };
}
