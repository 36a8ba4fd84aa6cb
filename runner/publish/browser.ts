/**
 * A browser of Chromium's family without a window, for figures, PDF, checks and tests alike. Finds one on this machine; downloads
 * none; loads nothing before one is opened, so that a test's configuration may read it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { InputError } from '../core/errors.ts';

const inProgramFiles = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
const commonPlaces = [
  // Debian's has no windows, and opens a page in a quarter of the time.
  '/usr/bin/chromium-headless-shell',
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  ),
  '/snap/bin/chromium',
  ...['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder ? inProgramFiles.map((path) => join(folder, path)) : [],
  ),
];

/**
 * The path of the browser that CHROMIUM_PATH names, or of one in a common place of Linux, macOS or Windows; null when there is none.
 * @throws InputError when CHROMIUM_PATH names a file that is not there.
 */
export function installedBrowser(): string | null {
  const chosen = process.env.CHROMIUM_PATH;
  if (!chosen) return commonPlaces.find(existsSync) ?? null;
  if (existsSync(chosen)) return chosen;
  throw new InputError('browser-missing', { what: `CHROMIUM_PATH names ${chosen}, which is not there` });
}

export async function openBrowserIfAny(): Promise<Browser | null> {
  const { default: puppeteer } = await import('puppeteer');
  // The one that puppeteer downloaded when it was installed, where it did: the project's own settings leave that out.
  const executablePath = installedBrowser() ?? (await puppeteer.executablePath());
  if (!existsSync(executablePath)) return null;
  return puppeteer.launch({
    executablePath,
    // It ends with this process, however that ends: on a pipe it notices.
    pipe: true,
    // A container's root has no sandbox; the pages are our own. No traffic of the browser's own.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
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
