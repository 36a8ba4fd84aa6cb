/** Finds Chromium for the browser tests, or installs it, and says what it did. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { packageProgram } from '../runner/commands/program.ts';

const fromDebian = '/usr/bin/chromium';

/** The path of a Chromium that is there now, or null when none could be had. */
export async function findBrowser(say: (text: string) => void): Promise<string | null> {
  const known = [process.env.CHROMIUM_PATH, fromDebian, chromium.executablePath()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
  if (known !== undefined) {
    say(`Browser: ${known}`);
    return known;
  }
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    say('No Chromium found: installing the package chromium with apt-get.');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
    if (existsSync(fromDebian)) return fromDebian;
  }
  say("No Chromium found: installing Playwright's own with npx playwright install chromium.");
  run(process.execPath, [packageProgram('@playwright/test', 'playwright'), 'install', 'chromium']);
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  say('No Chromium could be installed. Install one and name it: CHROMIUM_PATH=/path/to/chromium npm test');
  return null;
}

function run(program: string, words: string[]): void {
  spawnSync(program, words, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
