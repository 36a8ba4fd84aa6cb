/**
 * Matches a pattern in a thread of its own: a regular expression may try every way to divide a token and never end, and one
 * that comes with an address must not stop the page that it is opened on.
 */
import { type Matched, matchPattern } from './pattern.ts';

export type Match = (pattern: string, tokens: readonly string[]) => Promise<Matched>;

/** Milliseconds, from when the thread is there; the runner waits as long. */
const patience = 2000;

const ownWorker = (): Worker => new Worker(new URL('./pattern-worker.ts', import.meta.url), { type: 'module' });

/** As `matchPattern`; a pattern that takes longer than two seconds is an error. */
export const matchInThread: Match = (pattern, tokens) => {
  const worker = ownWorker();
  const answer = new Promise<Matched>((resolve) => {
    worker.addEventListener('error', () => resolve(matchPattern(pattern, tokens)));
    worker.addEventListener('message', ({ data }: MessageEvent<Matched | 'ready'>) => {
      if (data !== 'ready') return resolve(data);
      worker.postMessage({ pattern, tokens });
      setTimeout(() => resolve({ positions: null, error: 'it takes seconds for one token alone' }), patience);
    });
  });
  return answer.finally(() => worker.terminate());
};

/** Remembers the last answer: a page asks again whenever it is drawn. */
export function rememberingLast(match: Match): Match {
  let last: { pattern: string; tokens: readonly string[]; answer: Promise<Matched> } | null = null;
  return (pattern, tokens) => {
    if (last?.pattern !== pattern || last.tokens !== tokens) last = { pattern, tokens, answer: match(pattern, tokens) };
    return last.answer;
  };
}
