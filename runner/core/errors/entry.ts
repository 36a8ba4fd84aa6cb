/** What the catalogue says of an error, whoever meets it. Types and the states of files that many errors share. */

/** Whose doing it is, which decides the exit code: the user's input, something that broke, or Ctrl-C. */
export type ErrorKind = 'input' | 'run' | 'interrupted';

export interface ErrorEntry {
  kind: ErrorKind;
  /** What happened, in general; the message names the file, the key or the number. */
  title: string;
  /** Why, in general. Said in the message unless the place that throws knows it better. */
  why?: string;
  /** What to do. Said in the message unless the place that throws knows it better. */
  fix?: string;
  /** The state of the user's files; empty where no command that writes can meet the error. */
  files: string;
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;

/** True of everything that is checked before the first byte is written. */
export const nothingWritten = 'Nothing was written.';
/** True once a run has begun: results are written whole, at the very end. */
export const noResult = 'No result was written; results from before are as they were.';
export const nothingChanged = 'Nothing was changed.';
export const filesUnknown = '';
