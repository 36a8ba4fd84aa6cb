/** The documentation: its list of pages, with a script and without. */

import { readFileSync } from 'node:fs';
import { docsPages } from '../../site/words/docs/contents.ts';
import { expect, test } from './pages.ts';

const pages = docsPages(readFileSync('docs/README.md', 'utf8'));

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
  const list = page.getByRole('navigation', { name: 'Documentation' });
  await expect(list.getByRole('link')).toHaveCount(pages.length);
  await expect(list.locator('[aria-current]')).toHaveText(pages[0]?.title ?? '');
  await context.close();
});
