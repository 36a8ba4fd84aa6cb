/** The documentation: its list of pages, its search, and what is left of both without a script. */

import { readFileSync } from 'node:fs';
import { docsPages } from '../../site/words/docs/contents.ts';
import { expect, test } from './pages.ts';

const pages = docsPages(readFileSync('docs/README.md', 'utf8'));

test('the search finds a section by keyboard alone, and leads to it', async ({ page }) => {
  await page.goto('docs/start/');
  const field = page.getByRole('searchbox', { name: 'Search the documentation' });
  await field.focus();
  await page.keyboard.type('unknown-word');
  const results = page.locator('[data-docs-results] a');
  await expect(results.first()).toHaveText('Commands and errors: unknown-word');
  await page.keyboard.press('ArrowDown');
  await expect(results.first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/docs\/commands\/#unknown-word$/);
  await expect(page.getByRole('heading', { name: 'unknown-word' })).toBeInViewport();
});

test('what is not there is not found, and Escape begins anew', async ({ page }) => {
  await page.goto('docs/features/');
  const field = page.getByRole('searchbox', { name: 'Search the documentation' });
  await field.fill('zebra');
  await expect(page.locator('[data-docs-status]')).toHaveText('Nothing found');
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await expect(page.locator('[data-docs-status]')).toHaveText('');
});

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

test('without a script all pages are listed and the search stays away', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL}docs/start/`);
  await expect(page.getByRole('navigation', { name: 'Documentation' }).getByRole('link')).toHaveCount(pages.length);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await context.close();
});
