import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { lockOf, lockRun, ownerOf, ownerText } from '../../../runner/experiment/lock.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path } = temporaryFolder();
const newRun = (): string => join(mkdtempSync(join(path, 'a-')), 'run');

/** A run with a lock of this text. */
function locked(text: string, run = newRun()): string {
  mkdirSync(run, { recursive: true });
  writeFileSync(lockOf(run), text);
  return run;
}
/** A lock as another machine, or another process, leaves it. */
const ownedBy = (host: string, count = 3, process = 12) => ownerText({ process, host, since: 7 }, count);
const textOf = (run: string): string => readFileSync(lockOf(run), 'utf8');

it('a lock is gone with its release, and the folder with it when nothing is kept there', async () => {
  const run = newRun();
  const lock = await lockRun(run);
  await lock.check();
  await lock.release();
  expect(existsSync(run)).toBe(false);
});

it.each([
  // No process has so high a number.
  ['of a process of this machine that is gone', ownedBy(hostname(), 3, 2 ** 30), []],
  ['of another machine whose count stands still', ownedBy('another-machine', 3, process.pid), ['another-machine']],
  ['that was cut off at once', '', []],
  ['that was cut off by a crash', '{"process":1', []],
  ['of an older version', '4711', []],
])('a lock %s is taken over, whatever its clock says', async (_, text, asked) => {
  const run = locked(text);
  const then = new Date('2099-01-01');
  utimesSync(lockOf(run), then, then);
  const waited: string[] = [];
  const lock = await lockRun(run, { wait: 5, onWait: ({ host }) => waited.push(host) });
  expect(waited).toEqual(asked);
  await lock.check();
  await lock.release();
});

it('a lock of another machine holds as long as its count goes on', async () => {
  const run = locked(ownedBy('another-machine'));
  const refused = lockRun(run, { wait: 60 });
  let count = 3;
  const counting = setInterval(() => {
    count += 1;
    locked(ownedBy('another-machine', count), run);
  }, 20);
  await expect(refused)
    .rejects.toThrow(/^Another command, process 12 on another-machine, is working on /)
    .finally(() => clearInterval(counting));
  expect(ownerOf(textOf(run))?.host).toBe('another-machine');
});

it('a lock counts as long as it is held, beside others of the same process, and writes nothing after', async () => {
  const [held, released] = [newRun(), newRun()];
  const countOf = (run: string): number => Number(JSON.parse(textOf(run)).count);
  const locks = [await lockRun(held), await lockRun(released)] as const;
  await expect.poll(() => [countOf(held), countOf(released)], { timeout: 20_000 }).toEqual([1, 1]);
  const left = textOf(released);
  await locks[1].release();
  // Even its own text, put there by somebody, is left as it is.
  locked(left, released);
  await expect.poll(() => countOf(held), { timeout: 20_000 }).toBeGreaterThan(1);
  expect(textOf(released)).toBe(left);
  await locks[0].release();
  expect(existsSync(held)).toBe(false);
});

it('a dead lock is given to one of many that find it at the same time', async () => {
  const run = locked(ownedBy('another-machine'));
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockRun(run, { wait: 30 })));
  const locks = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const held = await Promise.allSettled(locks.map((lock) => lock.check()));
  expect(held.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(readdirSync(run)).toEqual(['.lock']);
  for (const lock of locks) await lock.release();
});

it('a lock says so when another command has taken the run over, and leaves it to that', async () => {
  const run = newRun();
  const lock = await lockRun(run);
  locked(ownedBy('another-machine', 0), run);
  await expect(lock.check()).rejects.toThrow(/^Another command has begun to work on .*sleeps/);
  await lock.release();
  expect(ownerOf(textOf(run))?.host).toBe('another-machine');
});

/** Reads a file again and again in a thread, until it is told to stop. @returns how often the file was empty. */
const emptyReads = `
  const { parentPort, workerData, receiveMessageOnPort } = require('node:worker_threads');
  const { readFileSync } = require('node:fs');
  let empty = 0;
  parentPort.postMessage('ready');
  while (receiveMessageOnPort(parentPort) === undefined)
    try {
      if (readFileSync(workerData, 'utf8') === '') empty++;
    } catch {}
  parentPort.postMessage(empty);
`;

it('a lock is never seen half-written: a reader would take it for one that a crash left', async () => {
  const run = newRun();
  mkdirSync(run, { recursive: true });
  const reader = new Worker(emptyReads, { eval: true, workerData: lockOf(run) });
  await once(reader, 'message');
  for (let time = 0; time < 200; time++) await (await lockRun(run)).release();
  reader.postMessage('stop');
  expect(await once(reader, 'message')).toEqual([0]);
  await reader.terminate();
});
