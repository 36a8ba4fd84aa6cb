/**
 * A line of `runs/<experiment>/progress.jsonl`: how a training goes, for other tools and for the page that watches it.
 * Steps rise from line to line; the clock may jump, so order by `step`. Imports zod.
 */
import { z } from 'zod';
import { jsonOrNull } from '../../core/json.ts';

export const progressFile = 'progress.jsonl';

const progressLineSchema = z.object({
  /** Steps of the optimizer done in this training; 0 on the lines of trainings before it. */
  step: z.int().min(0),
  /** How far in epochs: 1.5 is half through the second. Whole where the validation loss stands. */
  epoch: z.number().min(0),
  /** Training loss, nats a token: smoothed within an epoch, the epoch's mean at its end; null where it is not known. */
  loss: z.number().nullable(),
  /** Nats a token, at the end of an epoch and of the untrained model; null between. */
  validationLoss: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  /** Until the last epoch is done; patience may end it sooner. */
  secondsLeft: z.number().nullable(),
  time: z.iso.datetime(),
});

export type ProgressLine = z.infer<typeof progressLineSchema>;

/** The lines of a file; what is no line (one that is being written, or was cut off by a crash) is left out. Pure. */
export function progressLines(text: string): ProgressLine[] {
  return text.split('\n').flatMap((line) => {
    const parsed = progressLineSchema.safeParse(jsonOrNull(line));
    return parsed.success ? [parsed.data] : [];
  });
}
