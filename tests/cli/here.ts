/** What the commands do, in the test's own process: for tests that ask nothing of a process. */
import { basename } from 'node:path';
import { expect, vi } from 'vitest';
import { explained, run } from '../../runner/cli/commands/main.ts';
import { silentReporter } from '../../runner/core/reporter.ts';
import { type LoadedManifest, loadManifest } from '../../runner/experiment/manifest/load.ts';
import type { Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import type { ExperimentHost } from '../../runner/experiment/run.ts';
import { runEvidence, runExperiment } from '../../runner/experiment/run.ts';
import { type Ended, type WorkFolder, withoutWaiting } from './command.ts';

type Job = (loaded: LoadedManifest, host: ExperimentHost) => Promise<unknown>;
/** How a command ended, and what it said on stderr. */
type How = (folder: WorkFolder, words: readonly string[]) => Promise<Pick<Ended, 'code' | 'stderr'>>;

/**
 * What a command does behind its words, its thread and its terminal, in this process: for tests of what comes out of an
 * experiment, or of what is wrong with it. It takes a quarter of the time.
 * @param words the manifest's path, and keys with other values. @param host what it is given beside its folder.
 * @returns the exit code, and what stands on stderr where that is a pipe.
 */
const here =
  (job: Job) =>
  async (
    folder: WorkFolder,
    [path = '', ...overrides]: readonly string[],
    host: ExperimentHost = {},
  ): ReturnType<How> => {
    let stderr = '';
    const note = (text: string) => {
      stderr += `${text}\n`;
    };
    try {
      const loaded = await loadManifest(path, overrides, folder.path);
      await job(loaded, { cwd: folder.path, reporter: { ...silentReporter, note }, ...host });
      return { code: 0, stderr: withoutWaiting(stderr) };
    } catch (error) {
      const { line, exitCode } = explained(error);
      return { code: exitCode, stderr: withoutWaiting(stderr) + line };
    }
  };

/** `npm run experiment`, and `npm run evidence`, in this process. */
export const experimentHere = here(runExperiment);
export const evidenceHere = here(runEvidence);

/**
 * What an experiment publishes, which ends well and says nothing but `says` on stderr.
 * @param words the manifest `<id>.yaml` and keys with other values, `id=` among them where the result has another name.
 */
export async function resultOf(
  folder: WorkFolder,
  words: readonly string[],
  { how = experimentHere, says = /^$/ }: { how?: How; says?: RegExp } = {},
): Promise<Result> {
  const { code, stderr } = await how(folder, words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(says) });
  const id = words.findLast((word) => word.startsWith('id='))?.slice(3) ?? basename(words[0] ?? '', '.yaml');
  return readResult(folder.at('public/results', id));
}

export function evidenceOf({ evidence }: Result): Evidence {
  if (evidence === null) throw new Error('the result has no evidence of this version');
  return evidence;
}

/** What an experiment says that is refused before anything runs: one paragraph, with a code, and no file is written. */
export async function refusalOf(
  folder: WorkFolder,
  words: readonly string[],
  how: How = experimentHere,
): Promise<string> {
  const before = folder.files();
  const { stderr, ...rest } = { stdout: '', signal: null, ...(await how(folder, words)) };
  expect(rest, stderr).toEqual({ code: 2, stdout: '', signal: null });
  expect(stderr).toMatch(/^\S[^\n]*Nothing was written\. \[[a-z0-9-]+\]\n$/);
  expect(stderr).not.toMatch(/ {2}at |node:|file:\/\/|unexpected|undefined|\[object/);
  expect(folder.files()).toEqual(before);
  return stderr;
}

/**
 * Any of the commands by its name, in this process, which stands in the folder meanwhile: for commands whose process is tested
 * elsewhere. Its start is most of what a short one takes.
 */
export async function commandHere(
  folder: WorkFolder,
  name: string,
  words: readonly string[],
  colours: NodeJS.ProcessEnv = {},
): Promise<Ended> {
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
  const restoreColours = withColours(colours);
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

/** These in the place of what the test runner sets for its own colours. @returns what sets that again. */
function withColours(wanted: NodeJS.ProcessEnv): () => void {
  const own = ['NO_COLOR', 'FORCE_COLOR', 'DEBUG'].map((name) => [name, process.env[name]] as const);
  for (const [name] of own) delete process.env[name];
  Object.assign(process.env, wanted);
  return () => {
    for (const [name] of own) delete process.env[name];
    for (const [name, value] of own) if (value !== undefined) process.env[name] = value;
  };
}
