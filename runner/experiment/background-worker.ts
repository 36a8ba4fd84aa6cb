/** The thread in which an experiment runs: reports, outcome and errors go to `runInBackground` as messages. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Reporter } from '../core/reporter.ts';
import { type BackgroundTask, type Message, packed, type Report } from './background.ts';
import { runExperiment } from './run.ts';

const { loaded, cwd, circumstances, stop } = workerData as BackgroundTask;
const flag = new Int32Array(stop);
const send = (message: Message) => parentPort?.postMessage(message);
const report = (each: Report) => send({ report: each });

const reporter: Reporter = {
  step: (...words) => report({ method: 'step', words }),
  progress: (...words) => report({ method: 'progress', words }),
  line: (...words) => report({ method: 'line', words }),
  note: (...words) => report({ method: 'note', words }),
  finish: (...words) => report({ method: 'finish', words }),
};

try {
  const interrupted = () => Atomics.load(flag, 0) === 1;
  const outcome = await runExperiment(loaded, { cwd, circumstances, reporter, interrupted, now: () => new Date() });
  send({ outcome });
} catch (error) {
  send({ error: packed(error) });
}
