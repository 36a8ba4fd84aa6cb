/** Says of each step of a long piece of work which it is and how long it still takes. Pure but for the clock given. */
import type { Reporter } from '../core/reporter.ts';

/**
 * The reporter for work of several steps: their titles say which of how many each is, and progress is given the time that
 * is left of the step, where it says none itself.
 * @param of steps at most; some may turn out not to be needed.
 * @param now seconds; only differences count.
 */
export function countedSteps(reporter: Reporter, of: number, now: () => number): Reporter {
  let step = 0;
  let began = now();
  return {
    ...reporter,
    step(title) {
      step++;
      began = now();
      reporter.step(`${title} (${Math.min(step, of)} of ${of})`);
    },
    progress(progress) {
      const share = progress.done / progress.total;
      const left = share > 0 ? ((now() - began) * (1 - share)) / share : undefined;
      reporter.progress({ ...(left !== undefined && { secondsLeft: left }), ...progress });
    },
  };
}
