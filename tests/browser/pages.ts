/** What the browser tests share: a watch over what a page does wrong. */
import { type BrowserContext, type Page, test as plain } from '@playwright/test';

export { expect } from '@playwright/test';

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

function watch(page: Page, faults: string[]): void {
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
