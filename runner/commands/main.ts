/** Dispatches a command by its name and turns what it throws into words and an exit code. */
import { exitCode, InputError } from '../core/errors.ts';
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
      throw new InputError({
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
const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room and run the same command again',
  EACCES:
    'The file or folder may not be written or read: change its permissions, or choose others with runs= and results=',
  EROFS: 'The disk may not be written: choose other folders with runs= and results=',
  ENOTDIR: 'A part of the path is a file: choose other folders with runs= and results=',
  EISDIR: 'There is a folder where a file should be: move it away, or choose other folders with runs= and results=',
  ENOTEMPTY: 'Another program is writing to the same folder: let it end, then run the same command again',
  EMFILE: 'Too many files are open on this machine',
};

function explain(error: unknown): number {
  // Paths and texts in a message may hold what a terminal would obey.
  const write = (text: string) => process.stderr.write(`${visible(text)}\n`);
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (error instanceof InputError) {
    write(error.message);
    return error.exitCode;
  }
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof RangeError && /allocation failed|array length/i.test(error.message)) {
    write(
      `This does not fit into the memory (${message}). Choose fewer units, layers or tokens (model.units, sample.length, ` +
        'observe.documents). Results are written whole or not at all: those from before are as they were.',
    );
    return exitCode.failed;
  }
  const known = code === undefined ? undefined : systemErrors[code];
  if (known !== undefined) {
    write(`${message}. ${known}. Results are written whole or not at all: those from before are as they were.`);
    return exitCode.failed;
  }
  write(
    `Something went wrong that RNN Atlas did not expect: ${message ?? String(error)}. Run again with DEBUG=1 for the ` +
      'details. Results are written whole or not at all: those from before are as they were.',
  );
  return exitCode.failed;
}
