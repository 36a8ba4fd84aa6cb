/** A page as a PDF for printing: A4, light, everything unfolded. */
import type { Browser } from 'puppeteer-core';

export async function pdfOf(browser: Browser, address: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await page.goto(address, { waitUntil: 'networkidle0' });
    await page.evaluate(async () => {
      for (const image of document.querySelectorAll('img')) image.loading = 'eager';
      for (const folded of document.querySelectorAll('details')) folded.open = true;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    });
    return await page.pdf({
      format: 'A4',
      printBackground: true,
      preferCSSPageSize: false,
      tagged: true,
      outline: true,
    });
  } finally {
    await page.close();
  }
}
