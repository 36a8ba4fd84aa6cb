/** The atlas of all neurons: its table, matrix, plane and the panel of one neuron. */
import type { Page } from '@playwright/test';
import { hostileStrings } from '../fixtures/results/cases.ts';
import { expect, test } from './pages.ts';

const address = 'experiments/hostile/atlas/';
const ready = '[data-atlas][data-ready]';

/** Opens an atlas as somebody who moves about on it: then its data come. */
async function openAtlas(page: Page): Promise<void> {
  await page.goto(address);
  await page.mouse.move(8, 8);
  await page.waitForSelector(ready);
}

test('the table is sorted by memory, the longest first', async ({ page }) => {
  await openAtlas(page);
  await page.getByRole('button', { name: 'Remembers' }).click();
  await expect(page.getByRole('columnheader', { name: 'Remembers' })).toHaveAttribute('aria-sort', 'descending');
  const first = page.locator('table.neurons tbody tr').first();
  await expect(first.locator('th')).toHaveText('0');
  await expect(first).toContainText('more than 127');
  await expect(page.locator('table.neurons tbody tr').nth(1).locator('th')).not.toHaveText('2');
});

test('a neuron in the address stands in the panel, and its number, dot and column are marked', async ({ page }) => {
  await page.goto(`${address}#neuron=44`);
  await page.waitForSelector(ready);
  await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Where it is highest' })).toBeInViewport();
  await expect(page.locator('[data-column]')).toHaveText('44');
  await expect(page.locator('.plane .chosen-name')).toHaveText('44');
  await expect(page.locator('[data-panel] .effects tbody tr').first()).toContainText('learned');
});

test('the table finds neurons by number, by feature and by a word of an excerpt', async ({ page }) => {
  await openAtlas(page);
  const rows = page.locator('table.neurons tbody tr');
  await page.getByLabel('Find').fill('44');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('link', { name: '44' }).click();
  await expect(page).toHaveURL(/#neuron=44$/);
  await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeFocused();
  await page.getByLabel('Find').fill('past tense');
  const told = await rows.locator('td:nth-child(3)').allTextContents();
  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told)).toEqual(new Set(['past tense']));
  await page.getByLabel('Find').fill('lantern');
  await expect(rows.first().locator('.excerpt')).toContainText(/lantern/i);
  await page.goBack();
  await expect(page).not.toHaveURL(/neuron=44/);
});

test('the table is sorted by its heads and shows all neurons on demand', async ({ page }) => {
  await openAtlas(page);
  const numbers = page.locator('table.neurons tbody th');
  await page.getByRole('button', { name: 'Neuron', exact: true }).click();
  await expect(numbers.first()).toHaveText('0');
  await expect(page.locator('table.neurons').getByRole('columnheader', { name: 'Neuron' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByRole('button', { name: 'Neuron', exact: true }).click();
  await expect(numbers.first()).toHaveText('159');
  for (const shown of [62, 112, 160]) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(numbers).toHaveCount(shown);
  }
  await expect(numbers).toHaveCount(160);
  await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden();
});

test('the matrix is walked by keys and put in order by a feature', async ({ page }) => {
  await openAtlas(page);
  const stage = page.getByRole('region', { name: 'Effect of every neuron at every feature' });
  await stage.focus();
  await page.keyboard.press('Home');
  const first = await page.locator('[data-column]').textContent();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-column]')).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[data-column]')).toHaveText(first ?? '');
  await expect(page.getByRole('heading', { name: `Neuron ${first}`, exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'past tense' }).click();
  await expect(page.getByRole('button', { name: 'past tense' })).toHaveAttribute('aria-pressed', 'true');
  await stage.focus();
  // Told as '↓ 0.95': turned to lie above 0.5.
  const effect = async (): Promise<number> => {
    const read = (await page.locator('[data-read]').textContent()) ?? '';
    const [, arrow, score] = /past tense: ([↓↑])\s(\d\.\d+)/.exec(read) ?? [];
    return arrow === '↓' ? 1 - Number(score) : Number(score);
  };
  const line = async (): Promise<void> => {
    for (let step = 0; step < 4 && Number.isNaN(await effect()); step++) await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 4 && Number.isNaN(await effect()); step++) await page.keyboard.press('ArrowUp');
  };
  await page.keyboard.press('Home');
  await line();
  const lowest = await effect();
  await page.keyboard.press('End');
  await line();
  expect(await effect()).toBeGreaterThan(lowest + 0.3);
});

test('a dot of the plane and a nearest neuron lead to their neurons', async ({ page }) => {
  await openAtlas(page);
  await page.locator('.dots circle[data-n="7"]').dispatchEvent('click');
  await expect(page.getByRole('heading', { name: 'Neuron 7', exact: true })).toBeVisible();
  const link = page.locator('[data-panel] .nearest a').first();
  const number = (await link.textContent())?.replace(/\D/g, '');
  await link.click();
  await expect(page.getByRole('heading', { name: `Neuron ${number}`, exact: true })).toBeVisible();
});

test('hostile tokens are shown as text or as signs, and break no line', async ({ page }) => {
  await openAtlas(page);
  const seen = new Set<string>();
  for (let neuron = 0; neuron < 160; neuron += 16) {
    await page.getByLabel('Show neuron').fill(String(neuron));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: `Neuron ${neuron}`, exact: true })).toBeVisible();
    for (const token of await page.locator('[data-panel] .excerpt bdi').allTextContents()) seen.add(token);
    for (const token of await page.locator('[data-panel] .writes li').allTextContents()) seen.add(token);
  }
  for (const token of hostileStrings) {
    expect(seen).toContain(token === '\u202e' ? 'U+202E' : token === '\t' ? '⇥' : token);
  }
  expect([...seen].filter((token) => /[\n\t\u202e]/.test(token))).toEqual([]);
});

test('a neuron comes in under 60 KB', async ({ page }) => {
  await openAtlas(page);
  const loaded = (): Promise<number> =>
    page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).reduce(
        (sum, { encodedBodySize }) => sum + encodedBodySize,
        0,
      ),
    );
  const before = await loaded();
  await page.getByLabel('Show neuron').fill('159');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Neuron 159', exact: true })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect((await loaded()) - before).toBeLessThan(60_000);
});

for (const [sign, make] of [
  ['a move of the pointer', (page: Page) => page.mouse.move(8, 8)],
  ['a key', (page: Page) => page.keyboard.press('Tab')],
  ['scrolling', (page: Page) => page.evaluate(() => scrollTo(0, 60))],
  ['a link', (page: Page) => page.evaluate(() => location.assign('#neuron=44'))],
] as const) {
  test(`the map, which is large, waits for ${sign}`, async ({ page }) => {
    const map = () =>
      page.evaluate(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('.map.safetensors')),
      );
    await page.goto(address, { waitUntil: 'networkidle' });
    expect(await map()).toBe(false);
    await make(page);
    await page.waitForSelector(ready);
    expect(await map()).toBe(true);
    if (sign === 'a link') await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeInViewport();
  });
}
