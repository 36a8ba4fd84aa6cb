/** Dispatches a command by its name, prints help, and turns what is thrown into words and an exit code. */
import { createRequire } from 'node:module';
import { AtlasError, errorCatalogue, exitCode, RunError } from '../../core/errors.ts';
import { asTyped } from '../../core/place.ts';
import { prepareNative } from '../../nn/engines/native-settings.ts';
import { visible } from '../terminal/visible.ts';
import { commandList, commandNamed } from './commands.ts';
import { asksForHelp, helpOf, readWords } from './words.ts';

/** @param asked the command's name; `help` and `version` with or without dashes. @returns the exit code. */
export async function run(asked: string, words: string[]): Promise<number> {
  prepareNative();
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  try {
    const [named] = words;
    if (isHelp(asked)) return say(named === undefined ? commandList() : await helpOn(named));
    if (/^(?:--version|-v|version)$/.test(asked)) return say(`${version()}\n`);
    if (asksForHelp(words)) return say(await helpOn(asked));
    const { description, run } = await commandNamed(asked);
    return (await run(readWords(description, words), words)) ?? exitCode.done;
  } catch (error) {
    return explain(error);
  }
}

const isHelp = (word: string): boolean => asksForHelp([word]);

function say(text: string): number {
  process.stdout.write(text);
  return exitCode.done;
}

const helpOn = async (asked: string): Promise<string> => asTyped(helpOf((await commandNamed(asked)).description));

function version(): string {
  const description = createRequire(import.meta.url)('../../../package.json') as { version: string };
  return description.version;
}

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

/** Writes the error, and returns its exit code. */
function explain(error: unknown): number {
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  const { line, exitCode } = explained(error);
  process.stderr.write(line);
  return exitCode;
}

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
  const system = Object.entries(systemErrors).find(([name]) => name === code)?.[1];
  if (system !== undefined) {
    const { title, fix = '' } = errorCatalogue[system];
    return new RunError(system, { what: message, fix: `${title}: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}` });
  }
  return new RunError('unexpected', { what: `${errorCatalogue.unexpected.title}: ${message}` });
}
