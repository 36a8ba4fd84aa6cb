/** Finds Chromium for the browser tests, or installs it, and says what it did. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { packageProgram } from '../runner/cli/commands/program.ts';
import { installedBrowser } from '../runner/publish/browser.ts';

/** The path of a Chromium that is there now, or null when none could be had. */
export async function findBrowser(say: (text: string) => void): Promise<string | null> {
  const own = () => (existsSync(chromium.executablePath()) ? chromium.executablePath() : null);
  const known = installedBrowser() ?? own();
  if (known !== null) {
    say(`Browser: ${known}`);
    return known;
  }
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    run('apt-get', ['update', '-qq']);
    // Not every system has the one without windows, which is the quicker one.
    for (const name of ['chromium-headless-shell', 'chromium']) {
      say(`No Chromium found: installing the package ${name} with apt-get.`);
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name, 'fonts-dejavu-core']);
      const installed = installedBrowser();
      if (installed !== null) return installed;
    }
  }
  say("No Chromium found: installing Playwright's own with npx playwright install chromium.");
  run(process.execPath, [packageProgram('@playwright/test', 'playwright'), 'install', 'chromium']);
  const fetched = own();
  if (fetched !== null) return fetched;
  say('No Chromium could be installed. Install one and name it: CHROMIUM_PATH=/path/to/chromium npm test');
  return null;
}

function run(program: string, words: string[]): void {
  spawnSync(program, words, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
