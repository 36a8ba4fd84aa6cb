import childProcess, { type ForkOptions } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lastLine, type Task, taskFiles, writtenTask } from '../../../../runner/sweep/executors/executor.ts';
import { openLocal } from '../../../../runner/sweep/executors/local.ts';

const fake = fileURLToPath(new URL('./fake-task-process.mjs', import.meta.url));
const { fork } = childProcess;
beforeAll(() => {
  vi.spyOn(childProcess, 'fork').mockImplementation(((_: string, words: string[], options: ForkOptions) =>
    fork(fake, words, options)) as typeof fork);
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-local-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const task = (id: string): Task => ({ ...taskFiles(folder, id), logged: 0 });

const open = (parallel = 1, interruption = new AbortController().signal) =>
  openLocal(null, {
    name: 'test',
    cwd: folder,
    folder,
    parallel,
    interruption,
    note: () => {},
    state: () => {},
  });

/** One after another; how each ended. */
async function endings(...ids: string[]) {
  const local = await open();
  const all = [];
  for (const id of ids) {
    await local.submit([task(id)]);
    const [{ how, why } = { how: '', why: '' }] = await local.next();
    all.push(why || how);
  }
  await local.close();
  return all;
}

/** Tasks as they began, with the cores of each. */
const begun = (): string[] => readFileSync(join(folder, 'done'), 'utf8').trim().split('\n');

describe('the processes of a sweep', () => {
  it('have a share of the cores each, and there is room for as many as asked', async () => {
    const local = await open(2);
    await local.submit([task('answers-a'), task('waits-b')]);
    expect(local.room()).toBe(0);
    expect(await local.next()).toEqual([{ id: 'answers-a', how: 'answered', why: '' }]);
    expect(local.room()).toBe(1);
    await vi.waitFor(() => expect(begun()).toHaveLength(2));
    await local.close();
    const share = Math.max(1, Math.floor(availableParallelism() / 2));
    expect(begun().toSorted()).toEqual([`answers-a ${share}`, `waits-b ${share}`]);
  });

  it('are lost when they end without an answer, what they said stays in the log, and what has answered stays answered', async () => {
    const [failed, killed] = ['exit code 1', 'signal SIGKILL'].map((how) => `its process ended with ${how}`);
    const ids = ['fails-a', 'dies-b', 'answers-and-dies-c', 'answers-d'];
    expect(await endings(...ids)).toEqual([failed, killed, 'answered', 'answered']);
    expect(await lastLine(task('fails-a'))).toBe('out of luck');
  });

  it('are told to end when the user asks to stop, and begin nothing then', async () => {
    const stopping = new AbortController();
    const local = await open(2, stopping.signal);
    await local.submit([task('waits-b')]);
    await vi.waitFor(() => expect(begun()).toHaveLength(1));
    stopping.abort();
    await local.submit([task('answers-c')]);
    const ended = [...(await local.next()), ...(await local.next())];
    expect(ended.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      ['answers-c', 'waits-b'].map((id) => ({ id, how: 'stopped', why: '' })),
    );
    await local.close();
    expect(begun()).toHaveLength(1);
  });
});

it("the last line of a task's log is of this command, and of none before", async () => {
  const first = await writtenTask(folder, 'units-6@end', { until: null });
  expect(JSON.parse(readFileSync(first.file, 'utf8'))).toEqual({
    until: null,
    answer: first.answer,
    live: first.live,
  });
  appendFileSync(first.log, 'A warning – of the first sweep.\n');
  const second = await writtenTask(folder, 'units-6@end', {});
  expect(await lastLine(second)).toBeNull();
  appendFileSync(second.log, 'out of memory\nKilled\n\n');
  expect(await lastLine(second)).toBe('Killed');
});
