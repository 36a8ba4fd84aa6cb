/** The highlighted passage: any neuron, what was read or written, a selection. Expected colours and ranks are computed here, from the bytes of the side-cars. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './accessible.ts';
import { askedBy, expect, stylesOf, test, widthOf } from './pages.ts';
import { sharedSite } from './shared-site.ts';

const address = 'experiments/lstm-dots/';
const units = 672;
const tokens = 406;

/** A neuron's steps over the text, [tokens], read straight from the file format's definition. */
async function rows(file: string): Promise<{ scale: number; steps: number[] }[]> {
  const { publicDirectory } = await sharedSite();
  const bytes = await readFile(join(publicDirectory, 'results/lstm-dots', file));
  return Array.from({ length: units }, (_, neuron) => ({
    scale: bytes.readFloatLE(4 * neuron),
    steps: Array.from({ length: tokens }, (_, t) => bytes.readInt8(4 * units + neuron * tokens + t)),
  }));
}

/** Where the passage begins in the shown text. */
const fromOf = (page: Page, text = 'observed'): Promise<number> =>
  page
    .locator('[data-reading-data]')
    .evaluate((data, name) => JSON.parse(data.textContent ?? '').texts[name].from as number, text);

/** The passage in the colours of a neuron, whose gate lies between 0 and 1. */
const expectColours = async (page: Page, text: string, neuron: number): Promise<void> => {
  const row = (await rows(`${text}.output.1.i8`))[neuron];
  const from = await fromOf(page, text);
  await expect(async () => {
    const actual = (await stylesOf(page, `[data-text="${text}"] bdi`)).map(Number);
    expect(actual.length).toBeGreaterThan(50);
    for (const [place, value] of actual.entries())
      expect(Math.abs(value - ((row?.steps[from + place] ?? 0) / 127) * (row?.scale ?? 0))).toBeLessThan(0.0051);
  }).toPass();
};

const number = (page: Page) => page.getByLabel('Neuron (0 to 671)');
const token = (page: Page, place: number) => page.locator('[data-text="observed"] bdi').nth(place);
const selected = (page: Page): Promise<number[]> =>
  page
    .locator('[data-text="observed"] bdi')
    .evaluateAll((all) => all.flatMap((each, t) => (each.classList.contains('s') ? [t] : [])));

test('the page first shows the neuron that leads, without fetching activations', async ({ page }) => {
  const fetched = askedBy(page);
  await page.goto(address, { waitUntil: 'networkidle' });
  await expectColours(page, 'observed', Number(await number(page).inputValue()));
  expect(fetched.filter((url) => /\.i8$|predictions/.test(url))).toEqual([]);
});

test('any neuron colours what was read and what was written, and the address keeps it', async ({ page }) => {
  await page.goto(address);
  await number(page).fill('300');
  await number(page).press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText('neuron 300');
  await expectColours(page, 'observed', 300);
  await expect(page).toHaveURL(/#neuron=300&text=observed$/);
  // Words of the feature are of the neuron that leads.
  await expect(page.locator('.reading .scale b').first()).toBeHidden();
  await page.getByRole('radio', { name: 'What it wrote' }).check();
  await expect(page.locator('[data-text="observed"]')).toBeHidden();
  await expectColours(page, 'sampled', 300);
  // It is written a moment later.
  await expect(page).toHaveURL(/text=sampled/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-text="sampled"]')).toBeVisible();
  await expectColours(other, 'sampled', 300);
});

test('an address that asks for what is not there is answered with what is, on the page of another feature too', async ({
  page,
}) => {
  await page.goto(`${address}#neuron=5000&text=observed&component=soul.1&select=400-900&token=9999`);
  await expect(page.locator('[data-shown]')).toHaveText('neuron 671');
  await expect.poll(() => selected(page)).toEqual([]);
  await page.goto('experiments/gru-2-layers/commas/#neuron=9&text=observed');
  await expect(page.locator('[data-shown]')).toHaveText('neuron 9');
  await page.goto('experiments/hostile/#neuron=3&text=observed');
  await expect(page.locator('[data-profile-link]')).toHaveAttribute('href', /neurons\/#3$/);
});

test('a row of the heatmap leads to its neuron, by pointer and by key, and keeps what was selected', async ({
  page,
}) => {
  await page.goto(`${address}#heatmap`);
  const link = page.locator('.heatmap .head a').nth(1);
  const neuron = /\d+/.exec((await link.getAttribute('aria-label')) ?? '')?.[0];
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText(`neuron ${neuron}`);
  const other = page.locator('.heatmap .body a').last();
  const href = (await other.getAttribute('href')) ?? '';
  await other.click({ position: { x: 30, y: 8 } });
  await expect(page.locator('[data-shown]')).toHaveText(`neuron ${/neuron=(\d+)/.exec(href)?.[1]}`);
});

test('a token says its value and what was expected after it, by pointer and by key', async ({ page }) => {
  await page.goto(address);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  const before = Number(await number(page).inputValue());
  await page.getByRole('button', { name: 'Next neuron' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText(`neuron ${before + 1}`);
  const text = page.locator('[data-text="observed"] [data-tokens]');
  await text.focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const row = (await rows('observed.output.1.i8'))[before + 1];
  const value = ((row?.steps[(await fromOf(page)) + 2] ?? 0) / 127) * (row?.scale ?? 0);
  const readout = page.locator('.reading [data-readout]');
  await expect(readout).toHaveText(
    new RegExp(`^“.*”: ${value.toFixed(2)}\\. Expected next: “.*” \\d+%.*What comes: “`),
  );
  await expect(readout).toHaveAttribute('aria-live', 'polite');
  await token(page, 4).hover();
  await expect(readout).toContainText(`“${await token(page, 4).textContent()}”`.replace('“ ”', '“␣”'));
});

/** The five highest and lowest neurons there: AUC by all pairs, equal ones by the standardised difference of the means. */
async function ranked(chosen: readonly number[]): Promise<string[]> {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const all = (await rows('observed.output.1.i8')).map(({ steps }, neuron) => {
    const inside = chosen.map((t) => steps[t] ?? 0);
    const outside = steps.filter((_, t) => !chosen.includes(t));
    let wins = 0;
    for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0;
    const centre = mean(steps);
    const spread = Math.sqrt(mean(steps.map((v) => (v - centre) ** 2)));
    const difference = spread === 0 ? 0 : (mean(inside) - mean(outside)) / spread;
    return { neuron, auc: wins / (inside.length * outside.length), difference };
  });
  const falling = [...all].sort((a, b) => b.auc - a.auc || b.difference - a.difference);
  const rising = [...all].sort((a, b) => a.auc - b.auc || a.difference - b.difference);
  return [...falling.slice(0, 5), ...rising.slice(0, 5)].map(({ neuron }) => String(neuron));
}

test('a stretch that is selected finds neurons, by mouse and by keyboard, and Escape lets go', async ({ page }) => {
  await page.goto(address);
  await token(page, 14).scrollIntoViewIfNeeded();
  const [from, to] = [await token(page, 8).boundingBox(), await token(page, 14).boundingBox()];
  if (!from || !to) throw new Error('the tokens are not shown');
  await page.mouse.move(from.x + 1, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
  const first = await fromOf(page);
  const places = (begin: number, end: number) => Array.from({ length: end - begin + 1 }, (_, k) => begin + k);
  const links = page.locator('[data-found] a');
  await expect(links).toHaveText(await ranked(places(first + 8, first + 14)));
  await expect.poll(() => selected(page)).toEqual(places(8, 14));
  await expect(page).toHaveURL(new RegExp(`select=${first + 8}-${first + 14}`));

  const text = page.locator('[data-text="observed"] [data-tokens]');
  await text.focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+ArrowRight');
  const found = await ranked(places(first + 2, first + 5));
  await expect(links).toHaveText(found);
  await links.nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText(`neuron ${found[1]}`);
  await page.goBack();
  await expect(page.locator('[data-shown]')).not.toHaveText(`neuron ${found[1]}`);
  await expect.poll(() => selected(page)).toEqual(places(2, 5));
  await text.focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => selected(page)).toEqual([]);
  await expect(links).toHaveCount(0);
});

test('a side-car that cannot be loaded is said in words, and can be tried again', async ({ page, faults }) => {
  await page.route('**/*.i8', (route) => route.abort());
  await page.goto(address);
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('.reading [data-status]')).toContainText('could not be loaded');
  await page.unroute('**/*.i8');
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('.reading [data-status]')).toBeEmpty();
  // The aborted request is this test's own doing.
  faults.length = 0;
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`with everything open the page is accessible in the ${colorScheme} scheme and fits 360 pixels`, async ({
    page,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(address);
    const first = await fromOf(page);
    await page.goto(`${address}#neuron=45&text=observed&select=${first + 3}-${first + 9}&token=${first + 5}`);
    await expect(page.locator('[data-found] a')).toHaveCount(10);
    await page.locator('details.rest > summary').click();
    expect(await widthOf(page)).toBeLessThanOrEqual(360);
    expect(await violations(page, ['.reading', '.believe', '#fails', '#others', '.heatmap'])).toEqual([]);
  });
}
