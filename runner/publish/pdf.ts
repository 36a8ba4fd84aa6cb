/** A page as a PDF for printing: A4, light, figures first, both texts; at most twelve sheets. */
import type { Browser, Page } from 'puppeteer';

const mostPages = 12;

/** What is on paper of what the page folds: the telling, the cell, the picture of the token vectors, the settings. */
const unfolded = ['#story', '#cell', '#token-vectors', '#method'];
/** What only a screen can use, and the tables of the words' vectors. */
const leftOut = [
  '#live',
  'tr.more',
  '#data',
  '#features',
  '#token-vectors h3, #token-vectors h3 ~ *',
  '#token-vectors .swipe',
  '#token-vectors details',
  'nav',
  '[data-reading] .beside',
];

/** One after the other until the page fits: smaller, then without what matters least. */
const reductions: readonly { scale: number; without: readonly string[] }[] = [
  { scale: 1, without: [] },
  { scale: 0.85, without: [] },
  { scale: 0.7, without: ['#token-vectors'] },
  { scale: 0.7, without: ['#cell', '#story'] },
  { scale: 0.55, without: ['#score'] },
  { scale: 0.4, without: ['#method'] },
];

export async function pdfOf(browser: Browser, address: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await page.goto(address, { waitUntil: 'networkidle0' });
    await layOut(page);
    let pdf = new Uint8Array();
    for (const { scale, without } of reductions) {
      await remove(page, without);
      pdf = await printed(page, scale);
      if (pageCount(pdf) <= mostPages) break;
    }
    return pdf;
  } finally {
    await page.close();
  }
}

async function layOut(page: Page): Promise<void> {
  await remove(page, leftOut);
  await page.evaluate(async (open) => {
    for (const image of document.querySelectorAll('img')) image.loading = 'eager';
    for (const folded of document.querySelectorAll('details')) {
      if (folded.matches(open)) folded.open = true;
      else if (folded.querySelector(open) === null) folded.remove();
    }
    // Observed and sampled text, one beneath the other.
    for (const text of document.querySelectorAll<HTMLElement>('[data-reading] .texts > [hidden]')) text.hidden = false;
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  }, unfolded.join(','));
}

const remove = (page: Page, selectors: readonly string[]): Promise<void> =>
  page.evaluate((all) => {
    for (const element of document.querySelectorAll(all)) element.remove();
  }, selectors.join(',') || '#nothing-of-this-name');

const printed = async (page: Page, scale: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await page.pdf({
      format: 'A4',
      scale,
      printBackground: true,
      margin: { top: '16mm', bottom: '16mm', left: '14mm', right: '14mm' },
      preferCSSPageSize: false,
      tagged: true,
      outline: true,
    }),
  );

/** Pages of a PDF as a browser writes it: each is an object of its own, not compressed. */
export const pageCount = (pdf: Uint8Array): number =>
  new TextDecoder('latin1').decode(pdf).match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0;
