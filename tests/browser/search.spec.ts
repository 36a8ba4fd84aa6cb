/** The search in the header, by keyboard, and the page of links that stands for it without a script. */
import { gzipSync } from 'node:zlib';
import { violations } from './accessible.ts';
import { expect, experimentPath, test } from './pages.ts';

test('the field stands beside the name of the site, however wide the page and however many its parts', async ({
  page,
}) => {
  await page.goto('glossary/');
  await page.evaluate(() => {
    const nav = document.querySelector('header.site nav');
    if (nav?.firstElementChild) nav.append(nav.firstElementChild.cloneNode(true));
  });
  for (const width of [360, 390, 600, 800, 940, 970, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const [name, field] = await Promise.all(
      ['.name', 'search'].map((each) => page.locator(`header.site ${each}`).boundingBox()),
    );
    expect(
      Math.abs((name?.y ?? 0) + (name?.height ?? 0) / 2 - (field?.y ?? 0) - (field?.height ?? 0) / 2),
      `${width}`,
    ).toBeLessThan(8);
    expect(field?.x, `${width}`).toBeGreaterThan((name?.x ?? 0) + (name?.width ?? 0));
  }
});

test('the search is reached by its key, opens what is marked, and loads under 60 KB before a letter is typed', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(experimentPath('lstm-dots'), { waitUntil: 'networkidle' });
  const field = page.getByRole('combobox', { name: 'Search' });
  expect(asked.filter((url) => /\/search\//.test(url))).toEqual([]);
  const before = new Set(asked);
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.waitForLoadState('networkidle');
  let bytes = 0;
  for (const url of new Set(asked.filter((each) => !before.has(each)))) {
    // As it is compressed on its way.
    bytes += gzipSync(await (await page.request.get(url)).body()).length;
  }
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThan(60_000);
  await page.keyboard.type('unknown-word');
  const options = page.getByRole('option');
  await expect(options.first()).toContainText('unknown-word');
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', 'site-search-0');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  expect(await violations(page, ['header.site'])).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/docs\/commands\/#unknown-word$/);
});

test('Escape closes the list and then empties the field; a slash is typed where something is typed', async ({
  page,
}) => {
  await page.goto('glossary/');
  const field = page.getByRole('combobox', { name: 'Search' });
  await field.fill('zzzzqqqq');
  await expect(page.locator('[data-search-status]')).toHaveText('Nothing found');
  await field.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await page.keyboard.type('a/b');
  await expect(field).toHaveValue('a/b');
});

test('a neuron is found by its number', async ({ page }) => {
  await page.goto('');
  await page.keyboard.press('/');
  await page.keyboard.type('neuron 45');
  await expect(page.getByRole('option').first()).toContainText('Neuron 45 of');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/45/);
});

test('all that was found stands on the page of the search, and its address keeps the question', async ({ page }) => {
  await page.goto('search/?q=sentence+end');
  await expect(page.locator('[data-found-title]')).toHaveText(/^\d+ found for “sentence end”$/);
  await expect(page.locator('[data-found-list] a').first()).toContainText('sentence end');
  expect(await violations(page, ['main'])).toEqual([]);
});

test('without a script the header leads to an index of everything', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('');
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await page.getByRole('link', { name: 'Index', exact: true }).click();
  await expect(page.locator('.found')).toBeHidden();
  await expect(page.getByRole('link', { name: 'Hidden state', exact: true })).toHaveAttribute(
    'href',
    /glossary\/#hidden-state$/,
  );
  await context.close();
});
