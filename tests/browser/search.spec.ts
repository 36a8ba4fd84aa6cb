/** The search. */
import { violations } from './accessible.ts';
import { askedBy, expect, settled, test } from './pages.ts';

test('the search asks for its index with the first letter, and other pages for nothing of it', async ({ page }) => {
  const asked = askedBy(page);
  const indexes = () => asked.filter((url) => /\/search\/index\.json/.test(url));
  await page.goto('experiments/lstm-dots/');
  await settled(page);
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  const field = page.getByRole('searchbox');
  await expect(field).toBeFocused();
  await settled(page);
  expect(indexes()).toEqual([]);
  await page.keyboard.type('unknown-word');
  await expect(page.getByRole('status')).toHaveText(/^\d+ found for “unknown-word”$/);
  expect(indexes()).toHaveLength(1);
  await expect(page.locator('[data-search-all]')).toBeHidden();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/docs\/commands\/#unknown-word$/);
});

test('the address keeps the question; an empty field brings the list of everything back, and nothing found is said', async ({
  page,
}) => {
  await page.goto('search/?q=sentence+end');
  await expect(page.getByRole('status')).toHaveText(/^\d+ found for “sentence end”$/);
  await expect(page.locator('[data-search-found] a').first()).toContainText('sentence end');
  expect(await violations(page, ['main'])).toEqual([]);
  const field = page.getByRole('searchbox');
  await field.fill('zzzzqqqq');
  await expect(page.getByRole('status')).toHaveText('Nothing found for “zzzzqqqq”');
  await field.fill('');
  await expect(page.getByRole('status')).toHaveText('');
  await expect(page.locator('[data-search-all]')).toBeVisible();
  await expect(page).toHaveURL(/search\/$/);
});
