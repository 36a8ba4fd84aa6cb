/**
 * A browser of Chromium's family without a window, for figures, PDF, checks and tests alike. Finds one on this machine; downloads
 * none; loads nothing before one is opened, so that a test's configuration may read it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, PuppeteerNode } from 'puppeteer';
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

export async function openBrowserIfAny(): Promise<Browser | null> {
  const { default: puppeteer } = await import('puppeteer');
  const executablePath = installedBrowser() ?? (await puppeteersOwn(puppeteer));
  if (executablePath === null) return null;
  return puppeteer.launch({
    executablePath,
    // It ends with this process, however that ends: on a pipe it notices.
    pipe: true,
    // A container's root has no sandbox; the pages are our own. No traffic of the browser's own.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}

/** The one that puppeteer downloaded when it was installed, where it did: the project's own settings leave that out. */
async function puppeteersOwn(puppeteer: PuppeteerNode): Promise<string | null> {
  try {
    const path = await puppeteer.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** @throws InputError that says how to get a browser when there is none. */
export async function openBrowser(): Promise<Browser> {
  const browser = await openBrowserIfAny();
  if (browser !== null) return browser;
  throw new InputError('no-browser', {
    what: 'There is no Chromium, Chrome or Edge on this machine',
    fix: 'Install one (Debian: apt-get install chromium; elsewhere: npx @puppeteer/browsers install chrome@stable, which prints its path), or name it in CHROMIUM_PATH. as=html needs none',
  });
}
