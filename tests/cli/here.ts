/** What the commands do, in the test's own process: for tests that ask nothing of a process. */
import { vi } from 'vitest';
import { explained, run } from '../../runner/cli/commands/main.ts';
import { silentReporter } from '../../runner/core/reporter.ts';
import { type LoadedManifest, loadManifest } from '../../runner/experiment/manifest/load.ts';
import type { ExperimentHost } from '../../runner/experiment/run.ts';
import { runEvidence, runExperiment } from '../../runner/experiment/run.ts';
import { type Ended, type WorkFolder, withoutWaiting } from './command.ts';

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
    return { code: 0, stderr: withoutWaiting(stderr) };
  } catch (error) {
    const { line, exitCode } = explained(error);
    return { code: exitCode, stderr: withoutWaiting(stderr) + line };
  }
}

/** `npm run experiment`, and `npm run evidence`, in this process. */
export const experimentHere = (folder: WorkFolder, words: readonly string[]) => here(runExperiment, folder, words);
export const evidenceHere = (folder: WorkFolder, words: readonly string[]) => here(runEvidence, folder, words);

/**
 * Any of the commands by its name, in this process, which stands in the folder meanwhile: for commands whose process is tested
 * elsewhere. Its start is most of what a short one takes.
 */
export async function commandHere(folder: WorkFolder, name: string, words: readonly string[]): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  const back = process.cwd();
  const streams = (['stdout', 'stderr'] as const).map((each) => {
    const stream = process[each];
    const listeners = stream.listeners('error');
    const spy = vi.spyOn(stream, 'write').mockImplementation((text) => {
      texts[each] += String(text);
      return true;
    });
    return () => {
      spy.mockRestore();
      for (const added of stream.listeners('error').slice(listeners.length)) stream.off('error', added as () => void);
    };
  });
  const restoreColours = withoutColours();
  process.chdir(folder.path);
  try {
    const code = await run(name, [...words]);
    return { code, signal: null, ...texts, stderr: withoutWaiting(texts.stderr) };
  } finally {
    process.chdir(back);
    restoreColours();
    for (const restore of streams) restore();
  }
}

/** Without what the test runner sets for its own colours. @returns what sets it again. */
function withoutColours(): () => void {
  const colours = ['NO_COLOR', 'FORCE_COLOR', 'DEBUG'].map((name) => [name, process.env[name]] as const);
  for (const [name] of colours) delete process.env[name];
  return () => {
    for (const [name, value] of colours) if (value !== undefined) process.env[name] = value;
  };
}
