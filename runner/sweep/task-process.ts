/**
 * A process that does one task: `node runner/sweep/task-process.ts <file of the task>`. It ends with 0 when it has
 * answered, 130 when it was stopped, else with what is wrong on stderr. Where its parent dies, it saves its state and ends.
 */
import { readFile, rm } from 'node:fs/promises';
import { argv, exit, stderr } from 'node:process';
import { writeWhole } from '../core/atomic-files.ts';
import { AtlasError, exitCode } from '../core/errors.ts';
import type { Progress, Reporter } from '../core/reporter.ts';
import { prepareNative } from '../engines/native-settings.ts';
import type { ExperimentTask, Live } from './task.ts';

prepareNative();
const { doTask } = await import('./do-task.ts');

let asked = false;
const stop = () => {
  asked = true;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('message', stop);
process.on('disconnect', stop);

const task = JSON.parse(await readFile(argv[2] ?? '', 'utf8')) as ExperimentTask;

/** Milliseconds between two reports, which a shared folder bears. */
const reportEvery = 1000;
let reported = 0;
let writing = Promise.resolve();

function report(live: Live): void {
  if (Date.now() - reported < reportEvery) return;
  reported = Date.now();
  // Whoever looks on can do without; the task cannot wait for it.
  writing = writing.then(() => writeWhole(task.live, `${JSON.stringify(live)}\n`)).catch(() => {});
}

const quiet = () => {};
const reporter: Reporter = {
  step: (text) => report({ text, share: null }),
  progress: ({ done, total, text }: Progress) => report({ text, share: total > 0 ? done / total : null }),
  line: quiet,
  note: (text) => stderr.write(`${text}\n`),
  text: quiet,
  finish: quiet,
};

try {
  const answer = await doTask(task, {
    ...{ reporter, circumstances: task.circumstances, interrupted: () => asked },
    now: () => new Date(),
  });
  await writing;
  await writeWhole(task.answer, `${JSON.stringify(answer)}\n`);
  process.exitCode = exitCode.done;
} catch (error) {
  if (!(error instanceof AtlasError && error.exitCode === exitCode.interrupted)) {
    stderr.write(`${error instanceof AtlasError ? `${error.message} [${error.code}]` : (error as Error).stack}\n`);
  }
  process.exitCode = error instanceof AtlasError ? error.exitCode : exitCode.failed;
} finally {
  await writing;
  await rm(task.live, { force: true });
}
// Threads and native sessions would keep it alive.
exit();
