/** A browser without a window, for figures, PDF and checks. Finds one on this machine; downloads none. */
import { existsSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { InputError } from '../core/errors.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium: that of CHROMIUM_PATH, a usual place, or puppeteer's own; null when there is none. */
export async function findBrowser(chosen = process.env.CHROMIUM_PATH): Promise<string | null> {
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new InputError('browser-missing', {
      what: `CHROMIUM_PATH names ${chosen}, which is not there`,
      fix: 'Correct it or unset it',
    });
  }
  const usual = usualPlaces.find((path) => existsSync(path));
  if (usual !== undefined) return usual;
  const { default: puppeteer } = await import('puppeteer');
  const own = await Promise.resolve()
    .then(() => puppeteer.executablePath())
    .catch(() => '');
  return existsSync(own) ? own : null;
}

/** @throws InputError that says how to get a browser when there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (executablePath === null) {
    throw new InputError('no-browser', {
      what: 'There is no Chromium or Chrome on this machine',
      fix: 'Install one (Debian: apt-get install chromium; elsewhere: npx puppeteer browsers install chrome), or name it by CHROMIUM_PATH. as=html needs none',
    });
  }
  const { default: puppeteer } = await import('puppeteer');
  return puppeteer.launch({
    executablePath,
    // A container's root has no sandbox; the pages are our own. No traffic of the browser's own.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}
