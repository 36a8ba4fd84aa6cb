/**
 * Every error that reaches a user, by its permanent name: the code that ends the message, by which it is found in the
 * documentation. A name is never given a second meaning; an entry whose error is gone goes with it.
 */
import { commandErrors } from './command.ts';
import { corpusErrors } from './corpus.ts';
import type { ErrorEntry, ErrorKind } from './entry.ts';
import { manifestErrors } from './manifest.ts';
import { modelErrors } from './model.ts';
import { sweepErrors } from './sweep.ts';

export const errorCatalogue = {
  ...commandErrors,
  ...manifestErrors,
  ...corpusErrors,
  ...modelErrors,
  ...sweepErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** The codes of one kind of error. */
export type CodeOf<Kind extends ErrorKind> = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code]['kind'] extends Kind ? Code : never;
}[ErrorCode];

export const entryOf = (code: ErrorCode): ErrorEntry => errorCatalogue[code];
