import childProcess, { type ForkOptions } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addToLog, lastLine, type Task, taskFiles, writtenTask } from '../../../../runner/sweep/executors/executor.ts';
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
    ...{ name: 'test', cwd: folder, folder, parallel, interruption },
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

/** Tasks as processes took them, with these processes by their numbers from 0. */
function taken(): [string, number][] {
  const all = readFileSync(join(folder, 'done'), 'utf8').trim().split('\n');
  const processes = [...new Set(all.map((line) => line.split(' ')[1]))];
  return all.map((line) => [line.split(' ')[0] ?? '', processes.indexOf(line.split(' ')[1])]);
}

describe('the processes of a sweep', () => {
  it('are kept for one task after another, with a share of the cores, and there is room for as many as asked', async () => {
    const local = await open(2);
    await local.submit([task('answers-a'), task('waits-b')]);
    expect(local.room()).toBe(0);
    expect(await local.next()).toEqual([{ id: 'answers-a', how: 'answered', why: '' }]);
    expect(local.room()).toBe(1);
    await local.submit([task('answers-c')]);
    await local.next();
    await local.close();
    const byTask = new Map(taken());
    expect(byTask.get('answers-c')).toBe(byTask.get('answers-a'));
    expect(byTask.get('waits-b')).not.toBe(byTask.get('answers-a'));
    const share = Math.max(1, Math.floor(availableParallelism() / 2));
    expect(readFileSync(join(folder, 'done'), 'utf8')).toMatch(new RegExp(`^(?:\\S+ \\d+ ${share}\\n){3}$`));
  });

  it('get nothing more once they leave or die, and what has answered before stays answered', async () => {
    const ids = ['answers-a', 'fails-b', 'answers-c', 'dies-d', 'answers-and-dies-e', 'answers-f'];
    const [failed, killed] = ['exit code 1', 'signal SIGKILL'].map((how) => `its process ended with ${how}`);
    expect(await endings(...ids)).toEqual(['answered', failed, 'answered', killed, 'answered', 'answered']);
    expect(taken()).toEqual(ids.map((id, index) => [id, [0, 0, 1, 1, 2, 3][index]]));
    expect(existsSync(task('dies-d').log)).toBe(false);
  });

  it('are told to end when the user asks to stop, and begin nothing then', async () => {
    const stopping = new AbortController();
    const local = await open(2, stopping.signal);
    await local.submit([task('answers-a')]);
    await local.next();
    await local.submit([task('waits-b')]);
    await vi.waitFor(() => expect(taken()).toHaveLength(2));
    stopping.abort();
    await local.submit([task('answers-c')]);
    const ended = [...(await local.next()), ...(await local.next())];
    expect(ended.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      ['answers-c', 'waits-b'].map((id) => ({ id, how: 'stopped', why: '' })),
    );
    await local.close();
    expect(taken()).toHaveLength(2);
  });
});

it("the last line of a task's log is of this command, and of none before", async () => {
  const first = await writtenTask(folder, 'units-6@end', { until: null });
  expect(JSON.parse(readFileSync(first.file, 'utf8'))).toEqual({
    ...{ until: null, answer: first.answer, live: first.live },
  });
  addToLog(first.log, 'A warning – of the first sweep.\n');
  const second = await writtenTask(folder, 'units-6@end', {});
  expect(await lastLine(second)).toBeNull();
  addToLog(second.log, 'out of memory\nKilled\n\n');
  expect(await lastLine(second)).toBe('Killed');
});
