/** Unit, command-line and long tests; those of the browser are Playwright's. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests of what a process has only one of: its environment, native libraries, and the folders that a file leaves behind. */
const alone = ['tests/unit/engines/**/*.test.ts', 'tests/cli/**/*.test.ts', 'tests/long/**/*.test.ts'];

/**
 * Those that take longest, where one that begins last would keep one core at work alone. Files of their own process first, then
 * the others; what builds the site comes when the browser's tests have built theirs, for which it would wait.
 */
const longest = [
  ...['golden', 'evidence', 'program', 'interruption', 'sweep', 'several', 'hostile-text', 'doctor', 'output'].map(
    (name) => `tests/cli/${name}.test.ts`,
  ),
  ...['cells', 'training-steps'].map((name) => `tests/unit/engines/${name}.test.ts`),
  ...['repetition', 'gpu-check', 'kinds', 'export', 'import', 'build'].map((name) => `tests/cli/${name}.test.ts`),
  ...[
    'calibration/worlds',
    'calibration/calibrate',
    'formats/hostile',
    'training/train',
    'embeddings/skip-gram',
    'open',
  ].map((name) => `tests/unit/${name}.test.ts`),
].map((file) => resolve(import.meta.dirname, file).replaceAll('\\', '/'));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.find((file) => !existsSync(file));
    if (gone !== undefined) throw new Error(`vitest.config.ts lists ${gone}, which is not there`);
    const place = ({ moduleId }: TestSpecification) => [...longest, moduleId].indexOf(moduleId);
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...byProject.values()].flatMap((own) => own.toSorted((a, b) => place(a) - place(b)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Vitest leaves one core free, which on two is half the machine.
    maxWorkers: availableParallelism(),
    // A test starts commands on the packages that it runs with itself.
    env: { RNN_ATLAS_INSTALLED: 'yes' },
    // These end a wait for what never comes; a machine that does other things too is slower by ten times than one that is idle.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['tests/unit/**/*.test.ts'],
          exclude: alone,
          // What they import is loaded once a worker, not once a file: most of these tests take less time than loading does.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
    ],
  },
});
