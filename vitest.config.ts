/** Unit, command-line and long tests; those of the browser are Playwright's. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/cli/**/*.test.ts', 'tests/long/**/*.test.ts'],
    // Vitest leaves one core free, which on two is half the machine.
    maxWorkers: availableParallelism(),
    // A test starts commands on the packages that it runs with itself.
    env: { RNN_ATLAS_INSTALLED: 'yes' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
