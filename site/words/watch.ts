/** What the page that watches trainings says of them. Pure. */

import { decimal, duration, integer } from '../../runner/core/words.ts';
import type { ProgressLine } from '../../runner/experiment/results/progress-schema.ts';

interface Watched {
  last: ProgressLine;
  /** Whether its lock is there: a command works on it, or one was killed. */
  working: boolean;
  lines: readonly ProgressLine[];
}

/** Facts about a training as it stands: 'epoch 2.4', 'loss 2.310', '5,300 tokens a second', '41 s left'. */
export function watchedFacts({ last, working, lines }: Watched): string[] {
  const evaluated = lines.findLast(({ validationLoss }) => validationLoss !== null);
  return [
    working ? 'a command works on it' : 'no command works on it',
    `epoch ${decimal(last.epoch, 2)}`,
    last.loss === null ? null : `training loss ${decimal(last.loss, 3)}`,
    evaluated === undefined || evaluated.validationLoss === null
      ? null
      : `validation loss ${decimal(evaluated.validationLoss, 3)} after epoch ${integer(evaluated.epoch)}`,
    last.tokensPerSecond === null ? null : `${integer(last.tokensPerSecond)} tokens a second`,
    working && last.secondsLeft !== null ? `${duration(last.secondsLeft)} left at most` : null,
  ].filter((fact) => fact !== null);
}

/** The curve as far as it is known; null before the first evaluation. */
export function watchedCurve(lines: readonly ProgressLine[]) {
  const epochs = lines.flatMap(({ epoch, loss, validationLoss }) =>
    validationLoss === null ? [] : [{ epoch, trainingLoss: loss ?? Number.NaN, validationLoss }],
  );
  const within = lines.flatMap(({ epoch, loss, validationLoss }) =>
    validationLoss !== null || loss === null ? [] : [{ epoch, loss }],
  );
  const trained = epochs.filter(({ epoch }) => epoch > 0);
  const best = (trained.length > 0 ? trained : epochs).reduce<(typeof epochs)[number] | null>(
    (so, each) => (so === null || each.validationLoss < so.validationLoss ? each : so),
    null,
  );
  if (best === null) return null;
  const smoothed = { epoch: within.map(({ epoch }) => epoch), loss: within.map(({ loss }) => loss) };
  // The axis goes as far as the line within an epoch does.
  return { epochs, bestEpoch: best.epoch, smoothed, reached: Math.max(...lines.map(({ epoch }) => epoch)) };
}
