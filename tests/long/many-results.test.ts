/** A site of 240 experiments: what its first page weighs, what its build takes, and what a reader does with so many. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowserIfAny } from '../../runner/publish/browser.ts';
import { serveFolder } from '../../runner/publish/serve.ts';
import type { GalleryEntry } from '../../site/words/gallery-entry.ts';
import { type BuiltSite, base, buildSite } from '../browser/build-site.ts';
import { commonCases, copyResults } from '../fixtures/results/copied-results.ts';

const [count, length] = [240, 18];
let site: BuiltSite;

beforeAll(async () => {
  site = await buildSite(commonCases, (folder) => copyResults(folder, commonCases, count));
  expect(site.exitCode, site.output).toBe(0);
}, 900_000);
afterAll(() => site.remove());

it('the build takes less than three quarters of a second of the processor for each experiment', () => {
  expect(site.work).toBeGreaterThan(0);
  expect(site.work).toBeLessThan(0.75 * count);
});

it('the first page weighs less than 150 KB, and every experiment stands on one page', () => {
  expect(statSync(join(site.dist, 'index.html')).size).toBeLessThan(150_000);
  const entries = JSON.parse(readFileSync(join(site.dist, 'gallery.json'), 'utf8')) as GalleryEntry[];
  expect(entries).toHaveLength(count);
  const onPage = (page: number) => {
    const html = readFileSync(join(site.dist, page === 1 ? '' : `gallery/${page}`, 'index.html'), 'utf8');
    return [...html.matchAll(/data-card="([^"]+)"/g)].map(([, id]) => id);
  };
  for (const page of Array.from({ length: Math.ceil(count / length) }, (_, index) => index + 1)) {
    expect(onPage(page)).toEqual(entries.filter((each) => each.page === page).map(({ id }) => id));
  }
});

it('cards of other pages come when they are asked for, and the keyboard goes on where they begin', async (context) => {
  const browser = await openBrowserIfAny();
  if (browser === null) return context.skip();
  const served = await serveFolder(site.dist, base);
  try {
    const page = await browser.newPage();
    await page.goto(`${served.origin}${base}`);
    const shown = (selector: string) =>
      page.$$eval(selector, (all) => all.filter((each) => (each as HTMLElement).offsetParent !== null).length);
    const until = (cards: number, status: string) =>
      page.waitForFunction(
        (wanted, said) =>
          document.querySelectorAll('.card').length === wanted &&
          document.querySelector('[data-gallery-status]')?.textContent === said,
        { timeout: 20_000 },
        cards,
        status,
      );
    await until(length, `${count} of ${count}`);
    expect(await shown('[data-gallery-pages] a')).toBe(13);
    await page.select('#gallery-cell', 'GRU');
    await until(length, `40 of ${count}`);
    expect([await shown('[data-gallery-pages]'), await shown('[data-gallery-more]')]).toEqual([0, 1]);
    await page.click('[data-gallery-more] button');
    await until(2 * length, `40 of ${count}`);
    expect(await page.evaluate(() => document.activeElement === document.querySelectorAll('.card a')[18])).toBe(true);
    await page.click('[data-gallery-more] button');
    await until(40, `40 of ${count}`);
    expect(await shown('[data-gallery-more]')).toBe(0);
    await page.reload();
    await until(length, `40 of ${count}`);
  } finally {
    served.close();
    await browser.close();
  }
});
