/** Dispatches a command by its name, prints help, and turns what is thrown into words and an exit code. */
import { createRequire } from 'node:module';
import { AtlasError, errorCatalogue, exitCode, InputError, RunError } from '../../core/errors.ts';
import { asTyped } from '../../core/installation.ts';
import { prepareNative } from '../../nn/engines/native-settings.ts';
import { visible } from '../terminal/visible.ts';
import { commandList, commandNamed } from './commands.ts';
import { asksForHelp, helpOf, readWords } from './words.ts';

/** @param asked the command's name; `help` and `version` with or without dashes. @returns the exit code. */
export async function run(asked: string, words: string[]): Promise<number> {
  prepareNative();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  try {
    const text = await answer(asked, words);
    if (text !== null) {
      process.stdout.write(text);
      return exitCode.done;
    }
    const { description, run } = await commandNamed(asked);
    return (await run(readWords(description, words), words)) ?? exitCode.done;
  } catch (error) {
    if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    const { line, exitCode } = explained(error);
    process.stderr.write(line);
    return exitCode;
  }
}

/** What is only told; null: something is to be done. */
async function answer(asked: string, words: readonly string[]): Promise<string | null> {
  if (/^(?:--version|-v|version)$/.test(asked)) {
    return `${packageFile().version}\n`;
  }
  const isHelp = asksForHelp([asked]);
  if (!isHelp && !asksForHelp(words)) return null;
  const named = isHelp ? words[0] : asked;
  return named === undefined ? commandList() : asTyped(helpOf((await commandNamed(named)).description));
}

const packageFile = () =>
  createRequire(import.meta.url)('../../../package.json') as {
    version: string;
    /** What can be left out: the site's packages, and what native library computes. */
    optionalDependencies: Readonly<Record<string, string>>;
  };

/** Who reads our output, as `head` does, may have seen enough; the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** System errors that a user can do something about. */
const systemErrors = {
  ENOSPC: 'disk-full',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EBUSY: 'folder-held',
  EROFS: 'disk-read-only',
  ENOTDIR: 'path-blocked',
  EISDIR: 'path-blocked',
  ENOTEMPTY: 'folder-contended',
  EMFILE: 'too-many-files',
} as const;

/** What is printed of an error, with the code of its entry in the catalogue at the end, and the exit code that goes with it. */
export function explained(error: unknown): { line: string; exitCode: number } {
  const known = knownError(error);
  // Paths and texts in a message may hold what a terminal would obey.
  return { line: `${visible(known.message)} [${known.code}]\n`, exitCode: known.exitCode };
}

function knownError(error: unknown): AtlasError {
  if (error instanceof AtlasError) return error;
  const { code, message = String(error) } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof RangeError && /allocation failed|array length/i.test(message)) {
    return new RunError('out-of-memory', { what: `This does not fit into memory (${message})` });
  }
  const [, missing = ''] = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/.exec(message) ?? [];
  if (missing in packageFile().optionalDependencies)
    return new InputError('not-installed', { what: `The package ${missing} is not installed` });
  const system = Object.entries(systemErrors).find(([name]) => name === code)?.[1];
  if (system !== undefined) {
    const { title, fix = '' } = errorCatalogue[system];
    return new RunError(system, { what: message, fix: `${title}: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}` });
  }
  return new RunError('unexpected', { what: `${errorCatalogue.unexpected.title}: ${message}` });
}
