/** Unit and command-line tests, those of the built pages, and long ones; those of the browser are Playwright's. */
import { existsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
// Begins the run, whose folder all workers share.
import './tests/one-build.ts';

/** Tests of what a process has only one of: its environment, native libraries. */
const alone = [
  ...['engines', 'native-settings', 'tensorflow', 'trial'].map((name) => `tests/unit/nn/engines/${name}.test.ts`),
  'tests/long/**/*.test.ts',
];

const ofTheSite = ['tests/unit/site/**/*.test.ts'];
/** What they import is loaded once a worker, not once a file: it is most of what a short one takes. */
const together = { isolate: false, unstubEnvs: true, unstubGlobals: true };

const setupFiles = ['tests/cli/after-each-file.ts'];
/**
 * Files that Node runs as it runs the program, with compiled code kept between runs. In those of the site something is left for
 * Vite (`import.meta.env`).
 */
const asProgram = { viteModuleRunner: false, nodeLoader: false };

/**
 * Those that take longest, where one that begins last would keep one core at work alone. Files of their own process first, then
 * the others; what builds the site comes when the browser's tests have built theirs, for which it would wait.
 */
const longest = [
  ...['cells', 'measure', 'training-steps'].map((name) => `tests/unit/nn/engines/${name}.test.ts`),
  ...[
    ...['program', 'golden', 'output', 'pairs', 'evidence', 'sweep', 'embeddings', 'kinds', 'interruption', 'doctor'],
    ...['several', 'repetition', 'import', 'export', 'build'],
  ].map((name) => `tests/cli/${name}.test.ts`),
  ...[
    'calibration/worlds',
    'io/embeddings/skip-gram',
    'calibration/calibrate',
    'experiment/whole-network',
    'nn/train/whole-networks',
    'analysis/pairs/pair-set',
    'calibration/numbers',
    'library/gradient',
    'library/lens',
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

// As runner/start.mjs has it: without, Node would strip the types of every file in every process.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

export default defineConfig({
  test: {
    // Asked for a random order, Vitest takes its own.
    sequence: process.argv.includes('--sequence.shuffle.files') ? {} : { sequencer: LongestFirst },
    // Vitest leaves one core free, which on two is half the machine.
    maxWorkers: availableParallelism(),
    // A test starts commands on the packages that it runs with itself.
    env: { RNN_ATLAS_INSTALLED: 'yes' },
    // These end a wait for what never comes; a machine that does other things too is slower by ten times than one that is idle.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone, setupFiles } },
      {
        extends: true,
        test: {
          name: 'cli',
          include: ['tests/cli/**/*.test.ts'],
          setupFiles,
          isolate: false,
          experimental: asProgram,
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['tests/unit/**/*.test.ts'],
          exclude: [...alone, ...ofTheSite],
          ...together,
          experimental: asProgram,
        },
      },
      { extends: true, test: { name: 'site', include: ofTheSite, ...together } },
      { extends: true, test: { name: 'pages', include: ['tests/pages/**/*.test.ts'], ...together } },
    ],
  },
});
