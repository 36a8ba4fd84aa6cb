/** Browser tests: the real site, built from synthetic results, in Chromium. */
import { defineConfig, devices } from '@playwright/test';
import { sha256 } from './runner/core/hash.ts';
import { installedBrowser } from './runner/publish/browser.ts';
import { buildTimeout } from './tests/one-build.ts';

// A port of this checkout's own: tests that run in two of them at once would else look at one site, the other's.
const ownPort = 20_000 + (Number.parseInt(sha256(import.meta.dirname).slice(0, 6), 16) % 12_000);
const port = Number(process.env.RNN_ATLAS_TEST_PORT ?? ownPort);
// A test starts commands on the packages that it runs with itself.
process.env.RNN_ATLAS_INSTALLED = 'yes';
// Without one, Playwright looks for its own.
const chromium = installedBrowser() ?? undefined;

export default defineConfig({
  testDir: 'tests/browser',
  fullyParallel: true,
  // Playwright takes half of the cores unless told.
  workers: '100%',
  reporter: 'list',
  // Everything waits for something that is seen. These end a wait for what never comes; a machine that does other things too is
  // slower by ten times than one that is idle.
  timeout: 120_000,
  expect: { timeout: 30_000, toPass: { timeout: 30_000 } },
  // A browser on a loaded machine is late now and then: what fails is run once more, and named when it passes then.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}/atlas/`,
    launchOptions: {
      executablePath: chromium,
      // No traffic of the browser's own, so that a request in a test is always the page's.
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" tests/browser/serve.ts ${port}`,
    url: `http://127.0.0.1:${port}/atlas/`,
    timeout: buildTimeout,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    reuseExistingServer: !process.env.CI,
  },
});
