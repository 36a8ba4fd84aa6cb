/** The thread in which an experiment runs, or its evidence is gathered: reports, outcome and errors go to `runInBackground` as messages. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Progress, Reporter } from '../core/reporter.ts';
import { type BackgroundMessage, type BackgroundTask, type Jobs, packed, type Report } from './background.ts';
import type { LoadedManifest } from './manifest/load.ts';
import type { ExperimentHost } from './stages.ts';

const { job, loaded, cwd, circumstances, fresh, stop } = workerData as BackgroundTask;
const flag = new Int32Array(stop);
const send = (message: BackgroundMessage) => parentPort?.postMessage(message);
const report = (each: Report) => send({ report: each });

/** Milliseconds from one report of how far a step is to the next: to tell of every token takes as long as to read it. */
const betweenReports = 50;
let lastReport = Number.NEGATIVE_INFINITY;

function progress(far: Progress): void {
  const now = performance.now();
  if (now - lastReport < betweenReports && far.done < far.total) return;
  lastReport = now;
  report({ method: 'progress', words: [far] });
}

const reporter: Reporter = {
  step(title) {
    lastReport = Number.NEGATIVE_INFINITY;
    report({ method: 'step', words: [title] });
  },
  progress,
  line: (...words) => report({ method: 'line', words }),
  note: (...words) => report({ method: 'note', words }),
  text: (...words) => report({ method: 'text', words }),
  finish: (...words) => report({ method: 'finish', words }),
};

const jobs: {
  [Job in keyof Jobs]: () => Promise<(loaded: LoadedManifest, host: ExperimentHost) => Promise<Jobs[Job]>>;
} = {
  experiment: async () => (await import('./run.ts')).runExperiment,
  evidence: async () => (await import('./run-evidence.ts')).runEvidence,
};

try {
  const run = await jobs[job]();
  const outcome = await run(loaded, {
    cwd,
    circumstances,
    fresh,
    reporter,
    interrupted: () => Atomics.load(flag, 0) === 1,
    now: () => new Date(),
    onPublished: (published) => send({ published }),
  });
  send({ outcome });
} catch (error) {
  send({ error: packed(error) });
}
