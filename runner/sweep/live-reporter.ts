/** A reporter for whoever looks on from elsewhere: how far the work is, and notes; nothing of what a terminal shows. Pure. */
import type { Progress, Reporter } from '../core/reporter.ts';
import type { Live } from './task.ts';

const quiet = () => {};

export const liveReporter = (report: (live: Live) => void, say: (text: string) => void): Reporter => ({
  step: (text) => report({ text, share: null }),
  progress: ({ done, total, text }: Progress) => report({ text, share: total > 0 ? done / total : null }),
  line: quiet,
  note: say,
  text: quiet,
  finish: quiet,
});
