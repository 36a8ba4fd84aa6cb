/**
 * Keeps two commands from working on the same run at once, on this machine or on another that shares the folder: they
 * would mix their checkpoints and states. The file `.lock` names who works there; a thread counts in it as long as that
 * command lives. Whether a lock is alive is told by its count alone, never by a clock: clocks jump, and machines differ.
 */
import { once } from 'node:events';
import { constants, copyFile, link, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { move } from '../core/atomic-files.ts';
import { RunError } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';

export const heartbeat = 2000;

export interface Owner {
  process: number;
  host: string;
  /** A random number that no two locks share. */
  since: number;
}

const digits = 10;

/** Always of one length for one owner, so that it can be written over in place and never stands half-written. */
export const ownerText = (owner: Owner, count: number): string =>
  `${JSON.stringify({ ...owner, count: String(count % 10 ** digits).padStart(digits, '0') })}\n`;

/** Null when the text is no lock: one that was cut off by a crash, which holds nobody back. */
export function ownerOf(text: string): Owner | null {
  try {
    const { process, host, since } = JSON.parse(text) as Partial<Owner>;
    return isPid(process) && typeof host === 'string' && typeof since === 'number' ? { process, host, since } : null;
  } catch {
    return null;
  }
}

const isPid = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

export const lockOf = (run: string): string => join(run, '.lock');

/** A count that stands still for so many heartbeats is that of a dead command, or of a dead machine. */
const patience = 6;

export interface RunLock {
  release(): Promise<void>;
  /** @throws RunError when another command has taken the run over, as after this machine was asleep. */
  check(): Promise<void>;
}

/**
 * @param wait between two looks at another's lock; milliseconds.
 * @throws RunError when another command that is alive works on it.
 */
export async function lockRun(
  run: string,
  { wait = heartbeat, onWait = () => {} }: { wait?: number; onWait?(owner: Owner): void } = {},
): Promise<RunLock> {
  const path = lockOf(run);
  const made = await mkdir(run, { recursive: true });
  const own: Owner = { process: process.pid, host: hostname(), since: uniqueNumber() };
  await claim(run, own, { wait, onWait });
  const stopCounting = countIn(path, own);
  const isOurs = async () => {
    const text = await readFile(path, 'utf8').catch(() => null);
    return text !== null && ownerOf(text)?.since === own.since;
  };
  return {
    async release() {
      await stopCounting();
      if (await isOurs()) await rm(path, { force: true });
      // Fails when something was kept there, which is the rule.
      const isRemoved = (empty: string) =>
        rmdir(empty).then(
          () => true,
          () => false,
        );
      let folder = run;
      while (folder.length >= (made ?? run).length && (await isRemoved(folder))) folder = dirname(folder);
    },
    async check() {
      if (await isOurs()) return;
      throw new RunError('run-taken-over', { what: `Another command has begun to work on ${run}` });
    },
  };
}

/**
 * Does work that holds a run and the place of its result: other folders of runs may publish under the same name.
 * @throws RunError when another command that is alive works on one of them; and what the work throws.
 */
export async function holding<Found>(
  { run, result }: { run: string; result: string },
  reporter: Pick<Reporter, 'note'>,
  work: (lock: RunLock) => Promise<Found>,
): Promise<Found> {
  const waiting = { onWait: (owner: Owner) => reporter.note(waitingFor(owner)) };
  const lock = await lockRun(run, waiting);
  try {
    const published = await lockRun(besideResult(result), waiting);
    try {
      return await work(lock);
    } finally {
      await published.release();
    }
  } finally {
    await lock.release();
  }
}

/** A folder for the lock: the result's own is replaced as a whole. */
const besideResult = (result: string): string => join(dirname(result), `.${basename(result)}.lock`);

interface Waiting {
  wait: number;
  onWait(owner: Owner): void;
}

/** Waits as long as another that may be alive holds it. @throws RunError when that is so. */
async function claim(run: string, own: Owner, waiting: Waiting): Promise<void> {
  const path = lockOf(run);
  if (await placed(path, own)) return;
  const text = await readFile(path, 'utf8').catch(() => '');
  const owner = ownerOf(text);
  if (owner !== null && (await isAlive(path, owner, text, waiting))) throw inUse(run, owner);
  // Of two that find it dead at once only one takes it away: the other finds a new lock in its hands and puts it back.
  const taken = `${path}.${own.since}`;
  if ((await move(path, taken).catch(unless('ENOENT'))) !== null) {
    const holds = ownerOf(await readFile(taken, 'utf8'));
    if (holds !== null && holds.since !== owner?.since) await link(taken, path).catch(() => {});
    await rm(taken, { force: true });
  }
  await claim(run, own, waiting);
}

/**
 * Whether the lock is ours now. It is written aside and then linked to its name, which fails where a lock lies: nobody
 * ever reads a lock that is still empty, and takes it for a crashed command's.
 */
async function placed(path: string, own: Owner): Promise<boolean> {
  const aside = `${path}.${own.since}.new`;
  await writeFile(aside, ownerText(own, 0));
  try {
    // A file system without links, as of a memory stick, has the copy at least.
    const linked = link(aside, path).catch(() => copyFile(aside, path, constants.COPYFILE_EXCL));
    return (await linked.catch(unless('EEXIST'))) !== null;
  } finally {
    await rm(aside, { force: true });
  }
}

const unless = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code === code) return null;
  throw error;
};

/** Whether the count goes on. A process of this machine that is gone needs no waiting. */
async function isAlive(path: string, owner: Owner, text: string, { wait, onWait }: Waiting): Promise<boolean> {
  if (owner.host === hostname() && !isThere(owner.process)) return false;
  for (let looks = 0; looks < patience; looks++) {
    if (looks === 2) onWait(owner);
    await setTimeout(wait);
    const now = await readFile(path, 'utf8').catch(() => null);
    if (now === null) return false;
    if (now !== text && now !== '') return true;
  }
  return false;
}

export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const waitingFor = ({ process: number, host }: Owner): string =>
  `A lock names process ${number} on ${host}: looking for ${((patience - 2) * heartbeat) / 1000} s more whether it is still at work.`;

const uniqueNumber = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? process.pid;

function inUse(run: string, { process: number, host }: Owner): RunError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new RunError('run-in-use', {
    what: `Another command, process ${number}${where}, is working on ${run}`,
    fix: `Wait until it ends, or name this experiment differently with id=; if no such command runs, remove ${lockOf(run)}`,
  });
}

/** A lock to count in, until something comes through the port. */
export interface CounterOrder {
  path: string;
  owner: Owner;
  port: MessagePort;
}

/** The thread that counts in all locks of this one, started for the first of them; it keeps no process alive. */
let counter: Worker | null = null;

function startCounter(): Worker {
  const worker = new Worker(new URL('./lock-counter.ts', import.meta.url));
  worker.unref();
  // Counting is a courtesy to others: where no thread can be had, the work itself goes on.
  worker.on('error', () => {});
  worker.on('exit', () => {
    counter = null;
  });
  return worker;
}

/** Has a lock counted in. @returns what ends the counting: settled when nothing is written into the lock any more. */
function countIn(path: string, owner: Owner): () => Promise<unknown> {
  counter ??= startCounter();
  const { port1, port2 } = new MessageChannel();
  counter.postMessage({ path, owner, port: port2 } satisfies CounterOrder, [port2]);
  // The thread closes its end when it has left the lock alone for good; so does its own end.
  const left = once(port1, 'close');
  return () => {
    // Only who waits for it keeps the process alive.
    port1.ref();
    port1.postMessage('leave');
    return left;
  };
}
