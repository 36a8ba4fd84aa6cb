/**
 * Work in threads. A task is given to a module of its own, in a thread that serves the next task when it is done and ends when
 * nothing comes for a while. It is never terminated while it works: inside ONNX Runtime that takes the whole process down. One
 * that is to end early is told so in shared memory, and ends by itself. Large arrays are shared, not copied
 * (shared-memory.ts). Starts threads.
 */
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  SHARE_ENV,
  type Transferable,
} from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import { allSettledOrThrow } from './all-settled.ts';
import { errorAgain, isErrorCode } from './errors.ts';

/** What some tasks look at, to end together. */
export interface Stop {
  /** One number: 1 when they are to end. */
  flag: Int32Array<SharedArrayBuffer>;
  /** What failed first. */
  failure?: { error: unknown };
}

export const newStop = (): Stop => ({ flag: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) });

export function askToStop({ flag }: Stop): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function fail(stop: Stop, error: unknown): void {
  stop.failure ??= { error };
  askToStop(stop);
}

/** What a task has in its thread. */
export interface Caller<News> {
  /** Tells the caller, who hears it before the task's answer. */
  tell(news: News): void;
  /** Whether the task is to end, now or within so many milliseconds, for which the thread sleeps. */
  isStopped(wait?: number): boolean;
}

export interface Given<Task> {
  task: Task;
  flag: Stop['flag'];
  port: MessagePort;
}

/** An error without its class, which does not cross between threads. */
type PackedError = Pick<Error, 'name' | 'message' | 'stack'> & { code?: string };

type Answered<Answer> = { answer: Answer } | { error: PackedError };

/** The default export of a module that does a task; what it throws the caller throws, errors of the catalogue with their codes. */
export const threadTask =
  <Task, Answer, News = never>(work: (task: Task, caller: Caller<News>) => Answer | Promise<Answer>) =>
  async ({ task, flag, port }: Given<Task>): Promise<Answered<Answer>> => {
    try {
      const isStopped = (wait = 0): boolean => Atomics.wait(flag, 0, 0, wait) !== 'timed-out';
      return { answer: await work(task, { tell: (news) => port.postMessage(news), isStopped }) };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const { name, message, stack } = error;
      return { error: { name, message, stack, ...('code' in error && { code: String(error.code) }) } };
    } finally {
      port.close();
    }
  };

/** Milliseconds that a thread waits for another task: what it holds of its last one is freed only when it ends. */
const patience = 2000;

/** Threads share the environment of the process: of a copy native libraries would see nothing that is set in one. */
const environment = { env: SHARE_ENV };
// Tinypool's types are narrower than what it hands on to Node: of environments here, of what is transferred below.
const pool = new Tinypool({ minThreads: 0, maxThreads: 1024, idleTimeout: patience, ...(environment as object) });

export const endIdleThreads = (): Promise<void> => pool.recycleWorkers();

/**
 * Does a task in another thread.
 * @param file the module, whose default export is a `threadTask`.
 * @param hear hears what the task tells, one after the other; what it throws ends the task, and is thrown when that has ended.
 * @param stop where it is asked to stop, as when one of the tasks fails that know it.
 * @param transferred ports and memory in the task, which are the thread's from then on.
 * @throws what failed first of these.
 */
export function inThread<Task, Answer, News = never>(
  file: URL,
  task: Task,
  hear: (news: News) => void | Promise<void> = () => {},
  stop = newStop(),
  transferred: readonly Transferable[] = [],
): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  let heard = Promise.resolve();
  const next = (news: News): void => {
    heard = heard.then(() => hear(news));
    heard.catch((error: unknown) => fail(stop, error));
  };
  port1.on('message', next);
  const work = async (): Promise<Answer> => {
    try {
      const given: Given<Task> = { task, flag: stop.flag, port: port2 };
      const options: object = { transferList: [port2, ...transferred] };
      const told: Answered<Answer> = await pool.run(given, { filename: file.href, ...options });
      for (let last = receiveMessageOnPort(port1); last !== undefined; last = receiveMessageOnPort(port1)) {
        next(last.message);
      }
      await heard;
      if ('error' in told) throw unpacked(told.error);
      return told.answer;
    } catch (error) {
      fail(stop, error);
      throw stop.failure?.error;
    } finally {
      port1.close();
    }
  };
  const answer = work();
  // It may fail while the caller waits for another.
  answer.catch(() => {});
  return answer;
}

/** The same task in so many threads, which share its work among them. @throws what one of them throws, when all have ended. */
export async function inThreads<Task, Answer, News = never>(
  threads: number,
  ...[file, task, hear, stop = newStop()]: Parameters<typeof inThread<Task, Answer, News>>
): Promise<Answer[]> {
  return allSettledOrThrow(Array.from({ length: threads }, () => inThread<Task, Answer, News>(file, task, hear, stop)));
}

function unpacked({ name, message, stack, code }: PackedError): Error {
  if (isErrorCode(code)) return Object.assign(errorAgain(code, message), { stack });
  const error = name === 'RangeError' ? new RangeError(message) : new Error(message);
  return Object.assign(error, { stack }, code === undefined ? {} : { code });
}
