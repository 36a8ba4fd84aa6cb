/** The thread in which an experiment runs, or its evidence is gathered: reports go to `inBackground` as they come. */
import { threadTask } from '../core/pool.ts';
import type { ColouredText, Progress, Reporter } from '../core/reporter.ts';
import type { Outcome } from './context.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { type EvidenceOutcome, type ExperimentHost, runEvidence, runExperiment } from './run.ts';

export interface Jobs {
  experiment: Outcome;
  evidence: EvidenceOutcome;
}

export interface BackgroundTask extends Required<Pick<ExperimentHost, 'cwd' | 'circumstances' | 'fresh'>> {
  job: keyof Jobs;
  /** Whether somebody looks at the terminal. */
  isWatched: boolean;
  loaded: LoadedManifest;
}

export type Report = {
  [Method in keyof Reporter]-?: { method: Method; words: Parameters<NonNullable<Reporter[Method]>> };
}[keyof Reporter];

export type BackgroundNews = Report | { published: Outcome } | { judged: Outcome };

/** Milliseconds from one report of how far a step is to the next: to tell of every token takes as long as to read it. */
const betweenReports = 50;

function reporterTo(tell: (news: BackgroundNews) => void, isWatched: boolean): Reporter {
  let lastReport = Number.NEGATIVE_INFINITY;
  return {
    step(title) {
      lastReport = Number.NEGATIVE_INFINITY;
      tell({ method: 'step', words: [title] });
    },
    progress(far: Progress) {
      const now = performance.now();
      if (now - lastReport < betweenReports && far.done < far.total) return;
      lastReport = now;
      tell({ method: 'progress', words: [far] });
    },
    line: (...words) => tell({ method: 'line', words }),
    note: (...words) => tell({ method: 'note', words }),
    text: (...words) => tell({ method: 'text', words }),
    ...(isWatched && { glance: (text: ColouredText) => tell({ method: 'glance', words: [text] }) }),
    finish: (...words) => tell({ method: 'finish', words }),
  };
}

const jobs: { [Job in keyof Jobs]: (loaded: LoadedManifest, host: ExperimentHost) => Promise<Jobs[Job]> } = {
  experiment: runExperiment,
  evidence: runEvidence,
};

export default threadTask<BackgroundTask, Jobs[keyof Jobs], BackgroundNews>(
  async ({ job, loaded, isWatched, ...task }, { tell, isStopped }) => {
    return await jobs[job](loaded, {
      ...task,
      reporter: reporterTo(tell, isWatched),
      interrupted: isStopped,
      now: () => new Date(),
      onPublished: (published) => tell({ published }),
      onJudged: (judged) => tell({ judged }),
    });
  },
);
