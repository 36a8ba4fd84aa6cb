/** What the catalogue says of an error, whoever meets it. */

/** Whose doing it is, which decides the exit code: the user's input, something that broke, or Ctrl-C. */
export type ErrorKind = 'input' | 'run' | 'interrupted';

interface About {
  /** Why, in general. Said in the message unless the place that throws knows it better. */
  why?: string;
  /** What to do. Said in the message unless the place that throws knows it better. */
  fix?: string;
  /** The state of the user's files; empty where no command that writes can meet the error. */
  files?: string;
}

export interface ErrorEntry extends About {
  kind: ErrorKind;
  /** What happened, in general; the message names the file, the key or the number. */
  title: string;
  files: string;
}

/** @param usual the state of the user's files, where nothing else is said. */
export const entry =
  <const Kind extends ErrorKind>(kind: Kind, usual = 'Nothing was written.') =>
  (title: string, { files = usual, ...rest }: About = {}): ErrorEntry & { kind: Kind } => ({
    kind,
    title,
    ...rest,
    files,
  });

export const input = entry('input');
export const run = entry('run');
export const interrupted = entry('interrupted');
/** Of commands that would have changed something. */
export const unchanged = entry('input', 'Nothing was changed.');
/** Of what no command that writes can meet. */
export const unwritten = entry('input', '');
