/** `npm run calibrate`: how often the tests of the evidence are wrong, on made-up experiments whose truth is known. */
import { fileURLToPath } from 'node:url';
import { flag, whole } from './keys.ts';
import { listed } from './listed.ts';
import { runNode } from './program.ts';
import { described, readWords } from './words.ts';

/** Experiments of each kind, unless asked. */
export const usualExperiments = { whole: 1000, quick: 60 } as const;

export const description = described({
  ...listed.calibrate,
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
    add: flag('adds the figures to those of other seeds in public/calibration.json'),
    quick: flag('leaves out the slow kinds, which takes a minute'),
    json: flag('prints JSON'),
  },
  example: 'npm run calibrate seed=0 experiments=1000',
});

export function run(words: string[]): Promise<number> {
  readWords(description, words);
  // Checked here, read there: the calibration is a program of its own.
  return runNode(fileURLToPath(new URL('../../../tests/calibration/run.ts', import.meta.url)), words);
}
