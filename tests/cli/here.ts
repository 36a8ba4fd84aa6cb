/** What the commands do, in the test's own process: for tests that ask nothing of a process. */
import { explained } from '../../runner/commands/main.ts';
import { silentReporter } from '../../runner/core/reporter.ts';
import { runExperiment } from '../../runner/experiment/run.ts';
import { runEvidence } from '../../runner/experiment/run-evidence.ts';
import type { ExperimentHost } from '../../runner/experiment/stages.ts';
import { type LoadedManifest, loadManifest } from '../../runner/manifest/load.ts';
import type { Ended, WorkFolder } from './command.ts';

type Job = (loaded: LoadedManifest, host: ExperimentHost) => Promise<unknown>;

/**
 * What a command does behind its words, its thread and its terminal, in this process: for tests of what comes out of an
 * experiment, or of what is wrong with it. It takes a quarter of the time.
 * @param words the manifest's path, and keys with other values.
 * @returns the exit code, and what stands on stderr where that is a pipe.
 */
async function here(
  job: Job,
  folder: WorkFolder,
  [path = '', ...overrides]: readonly string[],
): Promise<Pick<Ended, 'code' | 'stderr'>> {
  let stderr = '';
  const note = (text: string) => {
    stderr += `${text}\n`;
  };
  try {
    const loaded = await loadManifest(path, overrides, folder.path);
    await job(loaded, { cwd: folder.path, reporter: { ...silentReporter, note } });
    return { code: 0, stderr };
  } catch (error) {
    const { line, exitCode } = explained(error);
    return { code: exitCode, stderr: stderr + line };
  }
}

/** `npm run experiment`, and `npm run evidence`, in this process. */
export const experimentHere = (folder: WorkFolder, words: readonly string[]) => here(runExperiment, folder, words);
export const evidenceHere = (folder: WorkFolder, words: readonly string[]) => here(runEvidence, folder, words);
