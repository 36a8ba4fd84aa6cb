/** Writes `progress.jsonl` of a run while it trains. Appends whole lines; goes back to where a training goes on from. */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import type { EpochPoint, LearningCurve } from '../training/learning-curve.ts';
import type { TrainingProgress } from '../training/train.ts';
import { type ProgressLine, progressFile, progressLines } from './results/progress-schema.ts';

/** Seconds between two lines within an epoch. */
const interval = 2;

/** Where a training goes on from. */
export interface Done {
  step: number;
  /** Epochs that are complete, earlier trainings' included: the last step of one may be done before it is evaluated. */
  epoch: number;
}

export interface ProgressLog {
  /** Called once before the first line: with what is done already, or null for a training from its beginning. */
  begin(done: Done | null, earlier: LearningCurve | null): Promise<void>;
  within(progress: TrainingProgress): void;
  epoch(point: EpochPoint, step: number): void;
}

/**
 * @param clock `now` in seconds from any start, which never jumps; `date` that of the machine, which may.
 */
export function progressLog(run: string, clock: { now(): number; date(): Date }): ProgressLog {
  const path = join(run, progressFile);
  let written = Number.NEGATIVE_INFINITY;
  let speed: Pick<ProgressLine, 'tokensPerSecond' | 'secondsLeft'> = { tokensPerSecond: null, secondsLeft: null };
  const time = () => clock.date().toISOString();
  return {
    async begin(done, earlier) {
      const before =
        done === null
          ? (earlier?.epochs ?? []).map((point) => epochLine(point, 0, { time: time() }))
          : await linesUpTo(path, done);
      await writeWhole(path, before.map(lineOf).join(''));
    },
    within({ step, epochsDone, loss, tokensPerSecond, secondsLeft }) {
      speed = {
        tokensPerSecond: known(tokensPerSecond),
        secondsLeft: secondsLeft === null ? null : known(secondsLeft),
      };
      if (clock.now() - written < interval) return;
      written = clock.now();
      appendFileSync(
        path,
        lineOf({
          step,
          epoch: rounded(epochsDone, 4),
          loss: known(loss),
          validationLoss: null,
          ...speed,
          time: time(),
        }),
      );
    },
    epoch(point, step) {
      appendFileSync(path, lineOf(epochLine(point, step, { ...speed, time: time() })));
    },
  };
}

const epochLine = (
  { epoch, trainingLoss, validationLoss }: EpochPoint,
  step: number,
  about: Pick<ProgressLine, 'time'> & Partial<ProgressLine>,
): ProgressLine => ({
  step,
  epoch,
  loss: known(trainingLoss),
  validationLoss: known(validationLoss),
  tokensPerSecond: null,
  secondsLeft: null,
  ...about,
});

async function linesUpTo(path: string, { step, epoch }: Done): Promise<ProgressLine[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return progressLines(text).filter(
    (line) => line.step <= step && (line.validationLoss === null || line.epoch <= epoch),
  );
}

const lineOf = (line: ProgressLine): string => `${JSON.stringify(line)}\n`;
const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
const known = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
