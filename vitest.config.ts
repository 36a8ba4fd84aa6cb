/** Unit, command-line and long tests; those of the browser are Playwright's. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of what a process has only one of: its environment, native libraries, and the folders that a file leaves behind. */
const alone = ['tests/unit/engines/**/*.test.ts', 'tests/cli/**/*.test.ts', 'tests/long/**/*.test.ts'];

export default defineConfig({
  test: {
    // Vitest leaves one core free, which on two is half the machine.
    maxWorkers: availableParallelism(),
    // A test starts commands on the packages that it runs with itself.
    env: { RNN_ATLAS_INSTALLED: 'yes' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
