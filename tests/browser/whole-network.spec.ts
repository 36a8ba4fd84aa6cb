/** The page of a whole network: its layer drawn from its table, its settings, its neurons, and no copy of it to try. */
import { violations } from './accessible.ts';
import { atlasPath, expect, experimentPath, test } from './pages.ts';

const path = experimentPath('rwkv4');

test('draws a layer from its table, with what was recorded marked, and says what the boxes are', async ({ page }) => {
  await page.goto(`${path}#cell`);
  const figure = page.locator('#cell');
  await expect(figure.locator('summary')).toHaveText('The network');
  const diagram = figure.getByRole('img', {
    name: 'Diagram of one layer of RWKV-4; the weighted mean of values is marked.',
  });
  await expect(diagram).toBeVisible();
  // Addresses too, but no stream: that is the line.
  await expect(diagram.locator('[data-part] text')).toHaveText(
    ['r', 'k', 'v', 'a', 'g', 'h'].map((each) => new RegExp(`^\\s*${each}\\s*$`)),
  );
  await expect(diagram.locator('[data-part] text[font-weight]')).toHaveText(/^\s*a\s*$/);
  await expect(diagram.locator('[data-part] rect[stroke-dasharray]')).toHaveCount(1);
  await expect(figure.locator('.equations .recorded dt')).toHaveText('weighted mean of values, recorded');
  await expect(figure.locator('.equations > div')).toHaveCount(8);
  await expect(figure.locator('figcaption')).toContainText('The line that runs upwards is the stream');
  expect(await violations(page, ['#cell'])).toEqual([]);
});

test('says what it is, how it was read, and what its untrained networks are', async ({ page }) => {
  await page.goto(`${path}#method`);
  const made = page.locator('#method');
  await expect(made).toContainText('RWKV-4, 2 layers, embedding of 100');
  await expect(made).toContainText('its own weights, the entries of each matrix in another order');
  await expect(page.locator('[data-live]')).toHaveCount(0);
});

test('has its neurons, whose texts are in pieces of words, and its drawing as a file', async ({ page, request }) => {
  await page.goto(atlasPath('rwkv4'));
  await expect(page.getByText(/of the RWKV-4 that reads subwords/)).toBeVisible();
  const drawing = await request.get(`${path}cell.svg`);
  expect(drawing.status()).toBe(200);
  expect(await drawing.text()).toContain('One layer of RWKV-4; the weighted mean of values is marked.');
});

test('fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${path}#cell`);
  await expect(page.locator('#cell svg')).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});
