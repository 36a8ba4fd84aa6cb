/** A browser without a window, for figures, PDF and checks. Finds one on this machine; downloads none. */
import { existsSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { InputError } from '../core/errors.ts';
import { installedBrowser } from './find-browser.ts';

/** The path of an installed browser, or of puppeteer's own; null when there is none. */
async function findBrowser(): Promise<string | null> {
  const installed = installedBrowser();
  if (installed !== null) return installed;
  const { default: puppeteer } = await import('puppeteer');
  const own = await Promise.resolve()
    .then(() => puppeteer.executablePath())
    .catch(() => '');
  return existsSync(own) ? own : null;
}

/** Null when there is no browser on this machine. */
export async function openBrowserIfAny(): Promise<Browser | null> {
  const executablePath = await findBrowser();
  if (executablePath === null) return null;
  const { default: puppeteer } = await import('puppeteer');
  return puppeteer.launch({
    executablePath,
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
    fix: 'Install one (Debian: apt-get install chromium; elsewhere: npx puppeteer browsers install chrome), or name it in CHROMIUM_PATH. as=html needs none',
  });
}
