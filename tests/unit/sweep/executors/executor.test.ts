import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addToLog, beginsAgain, lastLine, writtenTask } from '../../../../runner/sweep/executors/executor.ts';

it('the last line of a log is the task’s own: none of an earlier sweep, and none of the process that it was lost in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-task-'));
  const first = await writtenTask(folder, 'units-6@end', { until: null });
  expect(JSON.parse(await readFile(first.file, 'utf8'))).toEqual({
    ...{ until: null, answer: first.answer, live: first.live },
  });
  expect(await lastLine(first)).toBeNull();
  await writeFile(first.log, 'A warning – of the first sweep.\n');
  const second = await writtenTask(folder, 'units-6@end', {});
  expect(await lastLine(second)).toBeNull();
  addToLog(second.log, 'Half a word.\n');
  expect(await lastLine(second)).toBe('Half a word.');
  addToLog(second.log, `The process ended with signal SIGKILL; ${beginsAgain}\n`);
  expect(await lastLine(second)).toBeNull();
  addToLog(second.log, 'out of memory\nKilled\n\n');
  expect(await lastLine(second)).toBe('Killed');
  expect(await lastLine(first)).toBe('Killed');
  await rm(folder, { recursive: true });
});
