/** The highlighted text and its picker. Expected colours are computed here, from the bytes of the side-cars. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { builtSite, expect, experimentPath, featurePath, test } from './pages.ts';

const units = 672;
const tokens = 406;

/** Colour coordinates of one neuron as CSS writes them, [tokens], read straight from the file format's definition. */
async function coordinates(page: Page, id: string, file: string, neuron: number, full: number): Promise<number[]> {
  const { publicDirectory } = await builtSite(page);
  const bytes = await readFile(join(publicDirectory, 'results', id, file));
  const scale = bytes.readFloatLE(4 * neuron);
  return Array.from(
    { length: tokens },
    (_, t) => ((bytes.readInt8(4 * units + neuron * tokens + t) / 127) * scale) / full,
  );
}

const shown = (page: Page, text: string): Promise<number[]> =>
  page
    .locator(`[data-text="${text}"] bdi`)
    .evaluateAll((all) => all.map((token) => Number((token as HTMLElement).style.getPropertyValue('--a'))));

/** The words about a figure may be there before its colours are. */
const expectColours = (page: Page, text: string, expected: number[]): Promise<void> =>
  expect(async () => {
    const actual = await shown(page, text);
    expect(actual.length).toBe(expected.length);
    expected.forEach((value, t) => {
      expect(Math.abs((actual[t] ?? Number.NaN) - value), `token ${t}`).toBeLessThan(0.0051);
    });
  }).toPass();

test('without JavaScript both texts, the heatmap and the spectra are there', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(experimentPath('lstm-dots'));
  for (const text of ['observed', 'sampled']) {
    await expect(page.locator(`[data-text="${text}"]`)).toBeVisible();
    expect((await shown(page, text)).some((a) => a > 0.5)).toBe(true);
  }
  await expect(page.locator('[data-controls]')).toBeHidden();
  await expect(page.locator('.heatmap .body svg')).toBeVisible();
  await expect(page.locator('noscript p')).toHaveText(/every one of the 672 neurons/);
  await page.goto(experimentPath('lstm-spaces'));
  await expect(page.locator('.spectra svg')).toHaveCount(6);
  await context.close();
});

test('the page first shows the neuron that was chosen, without fetching activations', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto(experimentPath('lstm-dots'), { waitUntil: 'networkidle' });
  const neuron = Number(await page.getByLabel('Neuron (0 to 671)').inputValue());
  await expectColours(page, 'observed', await coordinates(page, 'lstm-dots', 'observed.output.1.i8', neuron, 1));
  expect(fetched.filter((url) => url.endsWith('.i8'))).toEqual([]);
});

test('the picker colours the text by any neuron, text and component', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  await page.getByLabel('Neuron (0 to 671)').fill('300');
  await page.getByLabel('Neuron (0 to 671)').press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText('Neuron 300');
  await expect(page.locator('[data-status]')).toContainText('observed text, relevance');
  await expectColours(page, 'observed', await coordinates(page, 'lstm-dots', 'observed.output.1.i8', 300, 1));
  await expect(page).toHaveURL(/#neuron=300&text=observed$/);

  await page.getByRole('radio', { name: 'sampled', exact: true }).check();
  await expect(page.locator('[data-text="observed"]')).toBeHidden();
  await expect(page.locator('[data-status]')).toContainText('sampled text');
  await expectColours(page, 'sampled', await coordinates(page, 'lstm-dots', 'sampled.output.1.i8', 300, 1));

  await page.getByLabel('Component', { exact: true }).selectOption('hidden state, layer 1');
  await expect(page.locator('[data-shown-component]')).toHaveText('hidden state, layer 1');
  await expect(page.locator('.reading [data-low]')).toHaveText('−1');
  await expectColours(page, 'sampled', await coordinates(page, 'lstm-dots', 'sampled.hidden.1.i8', 300, 1));
});

test('the list ranks all neurons by relevance', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const list = page.getByLabel('By relevance');
  await expect(list.locator('option')).toHaveCount(units + 1);
  const neuron = await list.locator('option').nth(3).getAttribute('value');
  await list.selectOption({ index: 3 });
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${neuron}`);
  await expect(page.getByLabel('Neuron (0 to 671)')).toHaveValue(neuron ?? '');
});

test('an address with a neuron opens the page at that neuron', async ({ page }) => {
  await page.goto(`${experimentPath('lstm-dots')}#neuron=7&text=sampled`);
  await expect(page.locator('[data-shown]')).toHaveText('Neuron 7');
  await expect(page.locator('[data-text="sampled"]')).toBeVisible();
  await expect(page.locator('[data-status]')).toContainText('sampled text');
  await expectColours(page, 'sampled', await coordinates(page, 'lstm-dots', 'sampled.output.1.i8', 7, 1));
});

test('the page of another feature opens at a neuron too', async ({ page }) => {
  await page.goto(`${featurePath('gru-2-layers', 'commas')}#neuron=9&text=observed`);
  await expect(page.locator('[data-shown]')).toHaveText('Neuron 9');
  await expect(page.locator('.neurons a[aria-current]')).toHaveCount(0);
});

test('a neuron of the list beside the text colours it', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const neuron = (await page.locator('.neurons a:not([aria-current])').first().getAttribute('data-neuron')) ?? '';
  const link = page.locator(`.neurons [data-neuron="${neuron}"]`);
  await link.click();
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${neuron}`);
  await expect(link).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('.neurons a[aria-current]')).toHaveCount(1);
  await expectColours(
    page,
    'observed',
    await coordinates(page, 'lstm-dots', 'observed.output.1.i8', Number(neuron), 1),
  );
});

test('everything can be reached and worked by keyboard', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  const number = page.getByLabel('Neuron (0 to 671)');
  const before = Number(await number.inputValue());
  await page.getByRole('button', { name: 'Next neuron' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${before + 1}`);

  const text = page.locator('[data-text="observed"] [data-tokens]');
  await text.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const [, , second] = await coordinates(page, 'lstm-dots', 'observed.output.1.i8', before + 1, 1);
  await expect(page.locator('[data-readout]')).toHaveText(new RegExp(`^Token 2, .*: ${(second ?? 0).toFixed(2)}$`));
  await expect(page.locator('[data-readout]')).toHaveAttribute('aria-live', 'polite');

  const heatmap = page.getByRole('region', { name: /^Heatmap of/ });
  await heatmap.focus();
  await expect(heatmap).toBeFocused();
});

test('a pointer over a token shows its value', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  await page.locator('[data-text="observed"] bdi').nth(4).hover();
  await expect(page.locator('[data-readout]')).toContainText('Token 4, “');
});

test('a side-car that cannot be loaded is said in words, and can be tried again', async ({ page, faults }) => {
  await page.route('**/*.i8', (route) => route.abort());
  await page.goto(experimentPath('lstm-dots'));
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('[data-status]')).toContainText('could not be loaded');
  await page.unroute('**/*.i8');
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('[data-status]')).toContainText('observed text, relevance');
  // The aborted request is this test's own doing.
  faults.length = 0;
});
