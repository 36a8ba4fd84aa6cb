/** `npm run calibrate`: how often the tests of the evidence are wrong, on made-up experiments whose truth is known. */
import { fileURLToPath } from 'node:url';
import { flag, whole } from '../../runner/cli/commands/keys.ts';
import { runNode } from '../../runner/cli/commands/program.ts';
import type { Takes, WordsOf } from '../../runner/cli/commands/words.ts';

/** Experiments of each kind, unless asked. */
export const usualExperiments = { whole: 1000, quick: 60 } as const;

export const takes = {
  subject: null,
  keys: {
    seed: whole(0, Number.MAX_SAFE_INTEGER, 'the seed of the experiments (0)'),
    experiments: whole(
      1,
      1_000_000,
      `how many of each kind (${usualExperiments.whole}, or ${usualExperiments.quick} when quick)`,
    ),
    threads: whole(1, 256, 'how many work at once (one per core)'),
    minutes: whole(1, 100_000, 'stops after so many minutes, prints what was counted and keeps it for the next run'),
    quick: flag('leaves out the slow kinds, which takes a minute'),
    json: flag('prints JSON'),
  },
  example: 'npm run calibrate seed=0 experiments=1000',
} satisfies Takes;

/** The calibration is a program of its own, which reads its words again. */
export function run(_words: WordsOf<typeof takes>, typed: readonly string[]): Promise<number> {
  return runNode(fileURLToPath(new URL('../calibration/run.ts', import.meta.url)), typed);
}
