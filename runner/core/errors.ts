/**
 * Errors that a person can act on. Every error that reaches the terminal says what happened, why, what to do about
 * it, and what state the user's files are in; its code leads to its entry in the catalogue. Imports the catalogue's parts, and
 * how commands are typed where the program runs.
 */
import { commandErrors } from './errors/command.ts';
import { corpusErrors } from './errors/corpus.ts';
import type { ErrorEntry, ErrorKind } from './errors/entry.ts';
import { manifestErrors } from './errors/manifest.ts';
import { modelErrors } from './errors/model.ts';
import { sweepErrors } from './errors/sweep.ts';
import { asTyped } from './installation.ts';

/**
 * Every error that reaches a user, by its permanent name: the code that ends the message, by which it is found in the
 * documentation. A name is never given a second meaning; an entry whose error is gone goes with it.
 */
export const errorCatalogue = {
  ...commandErrors,
  ...manifestErrors,
  ...corpusErrors,
  ...modelErrors,
  ...sweepErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

export type CodeOf<Kind extends ErrorKind> = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code]['kind'] extends Kind ? Code : never;
}[ErrorCode];

const entryOf = (code: ErrorCode): ErrorEntry => errorCatalogue[code];

/** Exit codes: 0 done, 1 failed, 2 the user's input is wrong, 130 interrupted and resumable. */
export const exitCode = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

export interface Explanation {
  /** What happened, one sentence without a full stop: 'experiments/a.yaml has an unknown key "modle"'. */
  what: string;
  /** Why, when the catalogue does not say it or this place knows better; empty where nothing is to be said. */
  why?: string | undefined;
  /** What the user can do; as `why`. */
  fix?: string | undefined;
  /** The state of the user's files; as `why`. */
  files?: string | undefined;
}

export const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Begins with a capital, unless the first word may be a name: 'npm', a path, a key. */
const capitalized = (text: string): string =>
  /^(?!npm\b)[a-z]+(?![\w./:=-])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** What happened, why, what to do and the state of the files, as one paragraph. */
function paragraph(code: ErrorCode, { what, ...own }: Explanation): string {
  const { why, fix, files } = { ...entryOf(code), ...own };
  const rest = [why, fix, files].filter((part) => part !== undefined && part !== '');
  // The first may begin with a path, which no rule tells from a word.
  return [sentence(what), ...rest.map((part) => sentence(capitalized(part ?? '')))].join(' ');
}

const exitCodes: Readonly<Record<ErrorKind, number>> = {
  input: exitCode.badInput,
  run: exitCode.failed,
  interrupted: exitCode.interrupted,
};

export abstract class AtlasError<Kind extends ErrorKind = ErrorKind> extends Error {
  readonly code: ErrorCode;

  constructor(code: CodeOf<Kind>, explanation: Explanation) {
    super(asTyped(paragraph(code, explanation)));
    this.code = code;
  }

  get exitCode(): number {
    return exitCodes[entryOf(this.code).kind];
  }
}

/** An error whose cause lies in what the user gave us; it ends the command with exit code 2. */
export class InputError extends AtlasError<'input'> {
  override readonly name = 'InputError';
}

/** Something broke that the user did not cause (a full disk, a diverging training); exit code 1. */
export class RunError extends AtlasError<'run'> {
  override readonly name = 'RunError';
}

/** The user pressed Ctrl-C; what was done so far is kept, and the same command goes on from there; exit code 130. */
export class Interrupted extends AtlasError<'interrupted'> {
  override readonly name = 'Interrupted';
}

const classes = { input: InputError, run: RunError, interrupted: Interrupted } as const;

/** An error of another thread again, with its whole message. */
export function errorAgain(code: ErrorCode, message: string): AtlasError {
  const Kind = classes[entryOf(code).kind] as new (code: ErrorCode, explanation: Explanation) => AtlasError;
  return new Kind(code, { what: message, why: '', fix: '', files: '' });
}

export const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(errorCatalogue, code);
