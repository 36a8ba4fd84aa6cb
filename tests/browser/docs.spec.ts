/** The documentation: its list of pages, with a script and without. */

import { readFileSync } from 'node:fs';
import { docsPages } from '../../site/words/docs/contents.ts';
import { expect, test } from './pages.ts';

const pages = docsPages(readFileSync('docs/README.md', 'utf8'));

test('the pages follow one another to the last', async ({ page }) => {
  await page.goto('docs/');
  for (const { title } of pages.slice(0, 3)) {
    await page.locator('a[rel="next"]').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('navigation', { name: 'Documentation' }).locator('[aria-current]')).toHaveText(title);
  }
  await page.goto(`docs/${pages.at(-1)?.id}/`);
  await expect(page.locator('a[rel="next"]')).toHaveCount(0);
});

test('every key, command, error and function is there', async ({ page }) => {
  await page.goto('docs/manifest/');
  await expect(page.getByRole('cell', { name: 'minimumCount' })).toBeVisible();
  await page.goto('docs/program/');
  await expect(page.getByRole('heading', { name: 'open', exact: true })).toBeVisible();
});

test('without a script all pages are listed', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL}docs/start/`);
  await expect(page.getByRole('navigation', { name: 'Documentation' }).getByRole('link')).toHaveCount(pages.length);
  await context.close();
});
