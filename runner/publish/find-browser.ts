/**
 * Finds a browser of Chromium's family on this machine, for figures, PDF, checks and tests alike. Downloads none;
 * imports nothing but the errors, so that a test's configuration may read it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';

const onLinux = [
  // Debian's has no windows, and opens a page in a quarter of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
];
const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const inProgramFiles = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  // Comes with Windows.
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** What the machine says of itself; in tests another. */
export interface BrowserHost {
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  exists(path: string): boolean;
}

const thisMachine = (): BrowserHost => ({ environment: process.env, platform: process.platform, exists: existsSync });

/**
 * The path of the browser that CHROMIUM_PATH names, or of one in a common place; null when there is none.
 * @throws InputError when CHROMIUM_PATH names a file that is not there.
 */
export function installedBrowser({ environment, platform, exists }: BrowserHost = thisMachine()): string | null {
  const chosen = environment.CHROMIUM_PATH;
  if (chosen) {
    if (exists(chosen)) return chosen;
    throw new InputError('browser-missing', { what: `CHROMIUM_PATH names ${chosen}, which is not there` });
  }
  return placesOn(platform, environment).find(exists) ?? null;
}

function placesOn(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') return onMac;
  if (platform !== 'win32') return onLinux;
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => environment[name]);
  return inProgramFiles.flatMap((path) => folders.flatMap((folder) => (folder ? [join(folder, ...path)] : [])));
}
