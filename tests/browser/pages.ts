/** What the browser tests share: a watch over what a page does wrong. */
import { type BrowserContext, expect, type Page, test as plain, type Request } from '@playwright/test';

export { expect };

/** A test that fails when its page logs an error, asks for something that is not there, or opens a dialog. */
export const test = plain.extend<{ faults: string[]; withoutScript: Page }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      watch(page, faults);
      await use(faults);
      plain.expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  withoutScript: async ({ browser, baseURL }, use) => {
    const context: BrowserContext = await browser.newContext({ javaScriptEnabled: false, baseURL });
    await use(await context.newPage());
    await context.close();
  },
});

/** What a page has asked for and not got yet. */
const unanswered = new WeakMap<Page, Set<Request>>();

/**
 * Waits until a page is loaded, all that it has asked for has come, and that is drawn; what it asks for then is waited for too. What
 * comes only when somebody does something it does not wait for.
 */
export async function settled(page: Page): Promise<void> {
  const open = unanswered.get(page) ?? new Set();
  await page.waitForLoadState('load');
  do {
    await expect.poll(() => [...open].map((request) => request.url()), { intervals: [20] }).toEqual([]);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    await drawn(page);
  } while (open.size > 0);
}

/** Waits until what a page shows now is drawn. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

function watch(page: Page, faults: string[]): void {
  const open = new Set<Request>();
  unanswered.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that a test leaves, or that asks anew, gives up what it was still asking for. What is not there answers 404.
    const givenUp = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!givenUp) faults.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** The addresses that a page asks for, as it asks. */
export function askedBy(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

/** The value of a property of the style of each of the elements: of tokens, in colours of activations, `--a`. */
export const stylesOf = (page: Page, selector: string, property = '--a'): Promise<string[]> =>
  page
    .locator(selector)
    .evaluateAll((all, name) => all.map((each) => (each as HTMLElement).style.getPropertyValue(name)), property);

export const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
