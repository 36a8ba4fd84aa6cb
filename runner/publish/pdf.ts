/** A page as a PDF for printing: A4, light, figures first, both texts. */
import type { Browser, Page } from 'puppeteer';

/** What is on paper of what the page folds: the cell, the settings. */
const unfolded = ['.rest', '#cell', '#method'];
/** What only a screen can use. */
const leftOut = ['#live', 'tr.more', '#data', '#features', '#token-vectors', 'nav', '[data-reading] .beside'];

export async function pdfOf(browser: Browser, address: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await page.goto(address, { waitUntil: 'networkidle0' });
    await layOut(page);
    return await page.pdf({
      format: 'A4',
      scale: 0.7,
      printBackground: true,
      margin: { top: '16mm', bottom: '16mm', left: '14mm', right: '14mm' },
      tagged: true,
      outline: true,
    });
  } finally {
    await page.close();
  }
}

const layOut = (page: Page): Promise<void> =>
  page.evaluate(
    async (gone, open) => {
      for (const element of document.querySelectorAll(gone)) element.remove();
      for (const image of document.querySelectorAll('img')) image.loading = 'eager';
      for (const folded of document.querySelectorAll('details')) {
        if (folded.matches(open)) folded.open = true;
        else if (folded.querySelector(open) === null) folded.remove();
      }
      // Observed and sampled text, one beneath the other.
      for (const text of document.querySelectorAll<HTMLElement>('[data-reading] .texts > [hidden]'))
        text.hidden = false;
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    },
    leftOut.join(','),
    unfolded.join(','),
  );
