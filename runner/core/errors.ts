/**
 * Errors that a person can act on. Every error that reaches the terminal says what happened, why, what to do about
 * it, and what state the user's files are in. Imports nothing.
 */

/** Exit codes: 0 done, 1 failed, 2 the user's input is wrong, 130 interrupted and resumable. */
export const exitCode = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

export interface Explanation {
  /** What happened, one sentence without a full stop: 'experiments/a.yaml has an unknown key "modle"'. */
  what: string;
  /** Why, when it is not plain from `what`. */
  why?: string;
  /** What the user can do. */
  fix?: string;
  /** The state of the user's files. */
  files?: string;
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Begins with a capital, unless the first word may be a name: 'npm', a path, a key. */
const capitalized = (text: string): string =>
  /^(?!npm\b)[a-z]+(?![\w./:=-])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** An error whose cause lies in what the user gave us; it ends the command with exit code 2. */
export class InputError extends Error {
  readonly exitCode: number = exitCode.badInput;

  constructor({ what, why, fix, files = 'Nothing was written.' }: Explanation) {
    super(
      [what, why, fix, files]
        .filter((part) => part !== undefined && part !== '')
        // The first may begin with a path, which no rule tells from a word.
        .map((part, index) => sentence(index === 0 ? (part as string) : capitalized(part as string)))
        .join(' '),
    );
    this.name = 'InputError';
  }
}

/** Something broke that the user did not cause (a full disk, a diverging training); exit code 1. */
export class RunError extends InputError {
  override readonly exitCode: number = exitCode.failed;
}

/** The user pressed Ctrl-C; what was done so far is kept, and the same command goes on from there. */
export class Interrupted extends InputError {
  override readonly exitCode: number = exitCode.interrupted;
}
