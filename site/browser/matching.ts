/**
 * Matches a pattern in a thread of its own: a regular expression may try every way to divide a token and never end, and one
 * that comes with an address must not stop the page that it is opened on.
 */
import { matchPattern, type PatternMatches } from './pattern.ts';

export type PatternMatcher = (pattern: string, tokens: readonly string[]) => Promise<PatternMatches>;

/** Milliseconds, from when the thread is there; the runner waits as long. */
const patience = 2000;

const ownWorker = (): Worker => new Worker(new URL('./pattern-worker.ts', import.meta.url), { type: 'module' });

/** A thread that is there and has nothing to do: the next pattern need not wait for one. */
let spare: Worker | null = null;

/** Resolves when the thread says that it is there. */
function freshThread(): Promise<Worker> {
  const worker = ownWorker();
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(worker), { once: true });
    worker.addEventListener('error', () => reject(new Error('no thread')), { once: true });
  });
}

/** As `matchPattern`; a pattern that takes longer than two seconds is an error. */
export const matchInThread: PatternMatcher = async (pattern, tokens) => {
  const ready = spare;
  spare = null;
  // Where no thread can be had, as in a page that was taken away, the page itself must do.
  const worker = ready ?? (await freshThread().catch(() => null));
  if (worker === null) return matchPattern(pattern, tokens);
  return new Promise((resolve) => {
    const tooLong = setTimeout(() => {
      worker.terminate();
      resolve({ positions: null, error: 'it takes seconds for one token alone' });
    }, patience);
    const heard = ({ data }: MessageEvent<PatternMatches>): void => {
      clearTimeout(tooLong);
      if (spare === null) spare = worker;
      else worker.terminate();
      resolve(data);
    };
    worker.addEventListener('message', heard, { once: true });
    worker.postMessage({ pattern, tokens });
  });
};

/** Remembers the last answer: a page asks again whenever it is drawn. */
export function rememberingLast(match: PatternMatcher): PatternMatcher {
  let last: { pattern: string; tokens: readonly string[]; answer: Promise<PatternMatches> } | null = null;
  return (pattern, tokens) => {
    if (last?.pattern !== pattern || last.tokens !== tokens) last = { pattern, tokens, answer: match(pattern, tokens) };
    return last.answer;
  };
}
