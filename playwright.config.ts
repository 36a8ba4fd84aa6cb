/** Browser tests: the real site, built from synthetic results, in Chromium. */
import { defineConfig, devices } from '@playwright/test';
import { installedBrowser } from './runner/publish/find-browser.ts';

const port = Number(process.env.RNN_ATLAS_TEST_PORT ?? 4398);
// Without one, Playwright looks for its own.
const chromium = installedBrowser() ?? undefined;

export default defineConfig({
  testDir: 'tests/browser',
  fullyParallel: true,
  // Playwright takes half of the cores unless told.
  workers: '100%',
  reporter: 'list',
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
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    reuseExistingServer: !process.env.CI,
  },
});
