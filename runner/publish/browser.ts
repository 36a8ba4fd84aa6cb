/** A browser without a window, for figures, PDF and checks. Finds one on this machine; downloads none. */
import { existsSync } from 'node:fs';
import type { Browser, PuppeteerNode } from 'puppeteer';
import { InputError } from '../core/errors.ts';
import { installedBrowser } from './find-browser.ts';

/** Null when there is no browser on this machine. */
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
