/** What a process of a sweep does with the file of a task: says how far it is, does it, and leaves the answer. */
import { readFile, rm } from 'node:fs/promises';
import { writeWhole } from '../core/atomic-files.ts';
import { AtlasError, exitCode } from '../core/errors.ts';
import { doTask } from './do-task.ts';
import { liveReporter } from './live-reporter.ts';
import type { ExperimentTask, Live } from './task.ts';

export interface WorkHost {
  /** True when it is to save its state and end. */
  interrupted(): boolean;
  /** Text for the log of the task. */
  say(text: string): void;
}

/** Milliseconds between two reports, which a shared folder bears. */
const reportEvery = 1000;

/** @returns an exit code: 0 when it has answered, 130 when it was stopped; with any other it has said what is wrong. */
export async function work(file: string, { interrupted, say }: WorkHost): Promise<number> {
  const task = JSON.parse(await readFile(file, 'utf8')) as ExperimentTask;
  const live = liveReports(task.live);
  try {
    const reporter = liveReporter(live.report, say);
    const answer = await doTask(task, {
      ...{ reporter, circumstances: task.circumstances, interrupted },
      now: () => new Date(),
    });
    await live.written();
    await writeWhole(task.answer, `${JSON.stringify(answer)}\n`);
    return exitCode.done;
  } catch (error) {
    const known = error instanceof AtlasError;
    if (!known || error.exitCode !== exitCode.interrupted) {
      say(known ? `${error.message} [${error.code}]` : String((error as Error).stack));
    }
    return known ? error.exitCode : exitCode.failed;
  } finally {
    await live.written();
    await rm(task.live, { force: true });
  }
}

/** Writes how far the task is, seldom enough. */
function liveReports(path: string) {
  let reported = 0;
  let writing = Promise.resolve();
  return {
    report(live: Live): void {
      if (Date.now() - reported < reportEvery) return;
      reported = Date.now();
      // Whoever looks on can do without; the task cannot wait for it.
      writing = writing.then(() => writeWhole(path, `${JSON.stringify(live)}\n`)).catch(() => {});
    },
    written: () => writing,
  };
}
