/**
 * A pool of worker threads: each takes the next task when it is done with one. Starts threads; knows no task.
 *
 * A thread is never terminated while it works: inside ONNX Runtime that takes the whole process down. A task that is to
 * end early looks at a number in shared memory and returns by itself.
 */
import { Tinypool } from 'tinypool';

export interface Pool<Task, Answer> {
  /** Waits for a free thread. @throws what the task throws. */
  run(task: Task): Promise<Answer>;
  /** Waits for the tasks that were given, whether they succeed or fail, then ends the threads. */
  close(): Promise<void>;
}

/**
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
