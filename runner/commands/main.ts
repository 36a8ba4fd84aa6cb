/** Dispatches a command by its name and turns what it throws into words and an exit code. */
import { AtlasError, errorCatalogue, InputError, RunError } from '../core/errors.ts';
import { visible } from '../terminal/visible.ts';

/** Each command gets the words after its name and returns an exit code. */
const commands: Readonly<Record<string, () => Promise<{ run(words: string[]): Promise<number> }>>> = {
  experiment: () => import('./experiment.ts'),
  site: () => import('./site.ts'),
  test: () => import('./test.ts'),
  check: () => import('./check.ts'),
  doctor: () => import('./doctor.ts'),
  bench: () => import('./bench.ts'),
  calibrate: () => import('./calibrate.ts'),
  ship: () => import('./ship.ts'),
  import: () => import('./import.ts'),
  'export-model': () => import('./export-model.ts'),
  export: () => import('./export.ts'),
  'publish-check': () => import('./publish-check.ts'),
};

export async function run(name: string, words: string[]): Promise<number> {
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  const command = commands[name];
  try {
    if (command === undefined) {
      throw new InputError('unknown-command', {
        what: `There is no command "${name}"`,
        fix: `Use one of ${Object.keys(commands).join(', ')}`,
      });
    }
    return await (await command()).run(words);
  } catch (error) {
    return explain(error);
  }
}

/** Who reads our output, as `head` does, may have seen enough; the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** System errors that a user can do something about. */
const systemErrors = {
  ENOSPC: 'disk-full',
  EACCES: 'not-permitted',
  EROFS: 'disk-read-only',
  ENOTDIR: 'path-blocked',
  EISDIR: 'path-blocked',
  ENOTEMPTY: 'folder-contended',
  EMFILE: 'too-many-files',
} as const;

/** Writes the error, with the code of its entry in the catalogue at the end, and returns its exit code. */
function explain(error: unknown): number {
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  const known = knownError(error);
  // Paths and texts in a message may hold what a terminal would obey.
  process.stderr.write(`${visible(known.message)} [${known.code}]\n`);
  return known.exitCode;
}

function knownError(error: unknown): AtlasError {
  if (error instanceof AtlasError) return error;
  const { code, message = String(error) } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof RangeError && /allocation failed|array length/i.test(message)) {
    return new RunError('out-of-memory', { what: `This does not fit into the memory (${message})` });
  }
  const system = Object.entries(systemErrors).find(([name]) => name === code)?.[1];
  if (system !== undefined) {
    const { title, fix } = errorCatalogue[system];
    return new RunError(system, { what: message, fix: `${title}: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}` });
  }
  return new RunError('unexpected', { what: `${errorCatalogue.unexpected.title}: ${message}` });
}
