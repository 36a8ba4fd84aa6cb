import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addToLog, beginsAgain, lastLine, loggedOf } from '../../../runner/sweep/task.ts';

it('the last line of a log is the task’s own: none of an earlier sweep, and none of the process that it was lost in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-task-'));
  const log = join(folder, 'units-6@end.log');
  expect(await loggedOf(log)).toBe(0);
  expect(await lastLine(log, 0)).toBeNull();
  await writeFile(log, 'A warning – of the first sweep.\n');
  const before = await loggedOf(log);
  expect(await lastLine(log, before)).toBeNull();
  addToLog(log, 'Half a word.\n');
  expect(await lastLine(log, before)).toBe('Half a word.');
  addToLog(log, `The process ended with signal SIGKILL; ${beginsAgain}\n`);
  expect(await lastLine(log, before)).toBeNull();
  addToLog(log, 'out of memory\nKilled\n\n');
  expect(await lastLine(log, before)).toBe('Killed');
  expect(await lastLine(log, 0)).toBe('Killed');
  await rm(folder, { recursive: true });
});
