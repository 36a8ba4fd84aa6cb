/** The atlas of all neurons: its table, matrix, plane and the panel of one neuron. Its map, which is large, comes when somebody is at it. */
import type { Page } from '@playwright/test';
import { askedBy, expect, settled, test } from './pages.ts';

const address = 'experiments/hostile/atlas/';

/** Opens an atlas; its map comes with what one does then, and no earlier. */
async function openAtlas(page: Page, made: () => Promise<void>): Promise<void> {
  const asked = askedBy(page);
  const map = () => asked.filter((url) => url.includes('.map.safetensors')).length;
  await page.goto(address);
  await settled(page);
  expect(map()).toBe(0);
  await made();
  await page.waitForSelector('[data-atlas][data-ready]');
  expect(map()).toBe(1);
}
const isShown = (page: Page, neuron: number | string | null | undefined) =>
  expect(page.getByRole('heading', { name: `Neuron ${neuron}`, exact: true })).toBeVisible();
async function show(page: Page, neuron: number): Promise<void> {
  await page.getByLabel('Show neuron').fill(String(neuron));
  await page.keyboard.press('Enter');
  await isShown(page, neuron);
}

test('the table is sorted by its heads, shows all neurons on demand, and finds them by number, by feature and by a word of an excerpt', async ({
  page,
}) => {
  await openAtlas(page, () => page.mouse.move(8, 8));
  const rows = page.locator('table.neurons tbody tr');
  const numbers = rows.locator('th');
  await page.getByRole('button', { name: 'Remembers' }).click();
  await expect(page.getByRole('columnheader', { name: 'Remembers' })).toHaveAttribute('aria-sort', 'descending');
  await expect(numbers.first()).toHaveText('0');
  await expect(rows.first()).toContainText('more than 127');
  await expect(numbers.nth(1)).not.toHaveText('2');

  const byNumber = page.getByRole('button', { name: 'Neuron', exact: true });
  await byNumber.click();
  await expect(numbers.first()).toHaveText('0');
  await expect(page.locator('table.neurons').getByRole('columnheader', { name: 'Neuron' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await byNumber.click();
  await expect(numbers.first()).toHaveText('159');
  const more = page.getByRole('button', { name: 'Show more' });
  for (const shown of [62, 112, 160]) {
    await more.click();
    await expect(numbers).toHaveCount(shown);
  }
  await expect(more).toBeHidden();

  const find = page.getByLabel('Find');
  await find.fill('44');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('link', { name: '44' }).click();
  await expect(page).toHaveURL(/#neuron=44$/);
  await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeFocused();
  await find.fill('past tense');
  const told = await rows.locator('td:nth-child(3)').allTextContents();
  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told)).toEqual(new Set(['past tense']));
  await find.fill('lantern');
  await expect(rows.first().locator('.excerpt')).toContainText(/lantern/i);
  await page.goBack();
  await expect(page).not.toHaveURL(/neuron=44/);
});

test('a neuron in the address stands in the panel, and its number, dot and column are marked; one comes in under 60 KB', async ({
  page,
}) => {
  await openAtlas(page, () => page.evaluate(() => location.assign('#neuron=44')));
  await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Where it is highest' })).toBeInViewport();
  await expect(page.locator('[data-column]')).toHaveText('44');
  await expect(page.locator('.plane .chosen-name')).toHaveText('44');
  await expect(page.locator('[data-panel] .effects tbody tr').first()).toContainText('learned');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Neuron 44' })).toBeInViewport();

  await settled(page);
  const loaded = (): Promise<number> =>
    page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).reduce(
        (sum, { encodedBodySize }) => sum + encodedBodySize,
        0,
      ),
    );
  const before = await loaded();
  await show(page, 159);
  await settled(page);
  expect((await loaded()) - before).toBeLessThan(60_000);
});

test('the matrix is walked by keys and put in order by a feature', async ({ page }) => {
  await openAtlas(page, () => page.keyboard.press('Tab'));
  const stage = page.getByRole('region', { name: 'Effect of every neuron at every feature' });
  const column = page.locator('[data-column]');
  await stage.focus();
  await page.keyboard.press('Home');
  const first = await column.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(column).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowLeft');
  await expect(column).toHaveText(first ?? '');
  await isShown(page, first);
  await page.getByRole('button', { name: 'past tense' }).click();
  await expect(page.getByRole('button', { name: 'past tense' })).toHaveAttribute('aria-pressed', 'true');
  await stage.focus();
  // Told as '↓ 0.95': turned to lie above 0.5.
  const effect = async (): Promise<number> => {
    const read = (await page.locator('[data-read]').textContent()) ?? '';
    const [, arrow, score] = /past tense: ([↓↑])\s(\d\.\d+)/.exec(read) ?? [];
    return arrow === '↓' ? 1 - Number(score) : Number(score);
  };
  const effectAt = async (end: 'Home' | 'End'): Promise<number> => {
    for (const key of [end, ...Array(4).fill('ArrowDown'), ...Array(4).fill('ArrowUp')])
      if (key === end || Number.isNaN(await effect())) await page.keyboard.press(key);
    return effect();
  };
  const lowest = await effectAt('Home');
  expect(await effectAt('End')).toBeGreaterThan(lowest + 0.3);
});

test('a dot of the plane and a nearest neuron lead to their neurons', async ({ page }) => {
  await openAtlas(page, () => page.evaluate(() => scrollTo(0, 60)));
  await page.locator('.dots circle[data-n="7"]').dispatchEvent('click');
  await isShown(page, 7);
  const link = page.locator('[data-panel] .nearest a').first();
  const number = (await link.textContent())?.replace(/\D/g, '');
  await link.click();
  await isShown(page, number);
});
