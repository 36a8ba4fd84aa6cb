/**
 * Runs an experiment, or gathers its evidence, in a thread of its own, because a step of ONNX Runtime blocks the thread that asks for it: here the
 * progress display and Ctrl-C stay alive however long a step takes.
 */
import { askToStop, inThread, newStop } from '../core/pool.ts';
import type { Reporter } from '../core/reporter.ts';
import type { BackgroundNews, BackgroundTask, Jobs, Report } from './background-worker.ts';
import type { LoadedManifest } from './manifest/load.ts';
import type { ExperimentHost } from './run.ts';

export interface BackgroundHost
  extends Pick<ExperimentHost, 'onPublished' | 'onJudged'>,
    Pick<BackgroundTask, 'cwd' | 'circumstances'>,
    Partial<Pick<BackgroundTask, 'fresh'>> {
  reporter: Reporter;
  interruption: AbortSignal;
}

/** As `runExperiment` or `runEvidence`, in another thread: the same result, the same errors. */
export function inBackground<Job extends keyof Jobs>(
  job: Job,
  loaded: LoadedManifest,
  { cwd, circumstances, fresh = false, reporter, interruption, onPublished, onJudged }: BackgroundHost,
): Promise<Jobs[Job]> {
  const stop = newStop();
  if (interruption.aborted) askToStop(stop);
  interruption.addEventListener('abort', () => askToStop(stop));
  const hear = (news: BackgroundNews): void => {
    if ('published' in news) onPublished?.(news.published);
    else if ('judged' in news) onJudged?.(news.judged);
    else repeat(reporter, news);
  };
  const task: BackgroundTask = { job, loaded, cwd, circumstances, fresh, isWatched: reporter.glance !== undefined };
  return inThread(new URL('./background-worker.ts', import.meta.url), task, hear, stop);
}

function repeat(reporter: Reporter, { method, words }: Report): void {
  // The union pairs each method with its own words; TypeScript does not follow the pairing through a call.
  const call = reporter[method] as ((...all: typeof words) => void) | undefined;
  call?.(...words);
}
