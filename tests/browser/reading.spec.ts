/** The highlighted passage: any neuron, what was read or written, a selection. Expected colours are computed here, from the bytes of the side-cars. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rulesOfColour } from '../../runner/publish/checks.ts';
import { violations } from './accessible.ts';
import { askedBy, expect, settled, stylesOf, test, widthOf } from './pages.ts';
import { sharedSite } from './shared-site.ts';

const address = 'experiments/lstm-dots/';
const units = 672;
const tokens = 406;

/** Straight from the file format's definition: the scale of each neuron, then its steps, [units, tokens]. */
async function sidecar(text: string): Promise<{ scale(neuron: number): number; value: Int8Array }> {
  const { publicDirectory } = await sharedSite();
  const bytes = await readFile(join(publicDirectory, 'results/lstm-dots', `${text}.output.1.i8`));
  const value = Int8Array.from({ length: units * tokens }, (_, place) => bytes.readInt8(4 * units + place));
  return { scale: (neuron) => bytes.readFloatLE(4 * neuron), value };
}

/** The activations of a neuron, [tokens]; a gate lies between 0 and 1. */
async function activations(text: string, neuron: number): Promise<number[]> {
  const { scale, value } = await sidecar(text);
  return Array.from(value.subarray(neuron * tokens, (neuron + 1) * tokens), (step) => (step / 127) * scale(neuron));
}

/** Where the passage begins in the shown text. */
const fromOf = (page: Page, text = 'observed'): Promise<number> =>
  page
    .locator('[data-reading-data]')
    .evaluate((data, name) => JSON.parse(data.textContent ?? '').texts[name].from as number, text);

/** The passage in the colours of a neuron. */
const expectColours = async (page: Page, text: string, neuron: number): Promise<void> => {
  const own = (await activations(text, neuron)).slice(await fromOf(page, text));
  await expect(async () => {
    const actual = (await stylesOf(page, `[data-text="${text}"] bdi`)).map(Number);
    expect(actual.length).toBeGreaterThan(50);
    const away = actual.map((value, place) => Math.abs(value - (own[place] ?? Number.NaN)));
    expect(Math.max(...away)).toBeLessThan(0.0051);
  }).toPass();
};

/**
 * The five neurons that are highest at some tokens, and the five that are lowest there, by the definition: the share of pairs of a
 * token there and one elsewhere in which the first is higher, a tie counting half; among equals the difference of the means, in
 * standard deviations.
 */
function standingOut(value: Int8Array, chosen: readonly number[]): number[] {
  const mean = (of: readonly number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;
  const all = Array.from({ length: units }, (_, neuron) => {
    const row = [...value.subarray(neuron * tokens, (neuron + 1) * tokens)];
    const [here, elsewhere] = [row.filter((_, t) => chosen.includes(t)), row.filter((_, t) => !chosen.includes(t))];
    const auc = mean(here.flatMap((one) => elsewhere.map((other) => (Math.sign(one - other) + 1) / 2)));
    const deviation = Math.sqrt(mean(row.map((each) => (each - mean(row)) ** 2)));
    return { neuron, auc, difference: deviation === 0 ? 0 : (mean(here) - mean(elsewhere)) / deviation };
  });
  const five = (side: number) =>
    all
      .filter(({ auc }) => side * (auc - 0.5) > 0)
      .sort((a, b) => side * (b.auc - a.auc) || side * (b.difference - a.difference) || a.neuron - b.neuron)
      .slice(0, 5)
      .map(({ neuron }) => neuron);
  return [...five(1), ...five(-1)];
}

const number = (page: Page) => page.getByLabel('Neuron (0 to 671)');
const isShown = (page: Page, neuron: number | string | undefined) =>
  expect(page.locator('[data-shown]')).toHaveText(`neuron ${neuron}`);
const token = (page: Page, place: number) => page.locator('[data-text="observed"] bdi').nth(place);
const selected = (page: Page): Promise<number[]> =>
  page
    .locator('[data-text="observed"] bdi')
    .evaluateAll((all) => all.flatMap((each, t) => (each.classList.contains('s') ? [t] : [])));
/** To the third token. */
async function walkTo(page: Page): Promise<void> {
  await page.locator('[data-text="observed"] [data-tokens]').focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
}

test('the neuron that leads is shown first, without fetching; any other colours what was read and what was written, and the address keeps it', async ({
  page,
}) => {
  const fetched = askedBy(page);
  await page.goto(address);
  await settled(page);
  await expectColours(page, 'observed', Number(await number(page).inputValue()));
  expect(fetched.filter((url) => /\.i8$|predictions/.test(url))).toEqual([]);
  await number(page).fill('300');
  await number(page).press('Enter');
  await isShown(page, 300);
  await expectColours(page, 'observed', 300);
  await expect(page).toHaveURL(/#neuron=300&text=observed$/);
  // Words of the feature are of the neuron that leads.
  await expect(page.locator('.reading .scale b').first()).toBeHidden();
  await page.getByRole('radio', { name: 'What it wrote' }).check();
  await expect(page.locator('[data-text="observed"]')).toBeHidden();
  await expectColours(page, 'sampled', 300);
  // It is written a moment later.
  await expect(page).toHaveURL(/text=sampled/);
  await page.reload();
  await expect(page.locator('[data-text="sampled"]')).toBeVisible();
  await expectColours(page, 'sampled', 300);
});

test('an address that asks for what is not there is answered with what is, on the page of another feature too', async ({
  page,
}) => {
  await page.goto(`${address}#neuron=5000&text=observed&component=soul.1&select=400-900&token=9999`);
  await isShown(page, 671);
  await expect.poll(() => selected(page)).toEqual([]);
  await page.goto('experiments/gru-2-layers/commas/#neuron=9&text=observed');
  await isShown(page, 9);
  await page.goto('experiments/hostile/#neuron=3&text=observed');
  await expect(page.locator('[data-profile-link]')).toHaveAttribute('href', /neurons\/#3$/);
});

test('a row of the heatmap leads to its neuron, and a token says its value and what was expected after it: by pointer and by key', async ({
  page,
}) => {
  await page.goto(`${address}#heatmap`);
  const link = page.locator('.heatmap .head a').nth(1);
  const neuron = /\d+/.exec((await link.getAttribute('aria-label')) ?? '')?.[0];
  await link.focus();
  await page.keyboard.press('Enter');
  await isShown(page, neuron);
  const other = page.locator('.heatmap .body a').last();
  const href = (await other.getAttribute('href')) ?? '';
  await other.click({ position: { x: 30, y: 8 } });
  const before = Number(/neuron=(\d+)/.exec(href)?.[1]);
  await isShown(page, before);

  await page.getByRole('button', { name: 'Next neuron' }).focus();
  await page.keyboard.press('Enter');
  await isShown(page, before + 1);
  await walkTo(page);
  const value = (await activations('observed', before + 1))[(await fromOf(page)) + 2];
  const readout = page.locator('.reading [data-readout]');
  await expect(readout).toHaveText(
    new RegExp(`^“.*”: ${value?.toFixed(2)}\\. Expected next: “.*” \\d+%.*What comes: “`),
  );
  await expect(readout).toHaveAttribute('aria-live', 'polite');
  await token(page, 4).hover();
  await expect(readout).toContainText(`“${await token(page, 4).textContent()}”`.replace('“ ”', '“␣”'));
});

test('a stretch that is selected finds neurons, by mouse and by keyboard, and Escape lets go', async ({ page }) => {
  await page.goto(address);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await token(page, 14).scrollIntoViewIfNeeded();
  const [from, to] = [await token(page, 8).boundingBox(), await token(page, 14).boundingBox()];
  if (!from || !to) throw new Error('the tokens are not shown');
  await page.mouse.move(from.x + 1, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
  const first = await fromOf(page);
  const { value } = await sidecar('observed');
  const places = (begin: number, end: number) => Array.from({ length: end - begin + 1 }, (_, k) => begin + k);
  const ranked = (begin: number, end: number): string[] =>
    standingOut(value, places(first + begin, first + end)).map(String);
  const links = page.locator('[data-found] a');
  await expect(links).toHaveText(ranked(8, 14));
  await expect.poll(() => selected(page)).toEqual(places(8, 14));
  await expect(page).toHaveURL(new RegExp(`select=${first + 8}-${first + 14}`));

  await walkTo(page);
  for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+ArrowRight');
  const found = ranked(2, 5);
  await expect(links).toHaveText(found);
  await links.nth(1).focus();
  await page.keyboard.press('Enter');
  await isShown(page, found[1]);
  await page.goBack();
  await expect(page.locator('[data-shown]')).not.toHaveText(`neuron ${found[1]}`);
  await expect.poll(() => selected(page)).toEqual(places(2, 5));
  await page.locator('[data-text="observed"] [data-tokens]').focus();
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

test('with everything open the page is accessible in both schemes and fits 360 pixels', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(address);
  const first = await fromOf(page);
  await page.goto(`${address}#neuron=45&text=observed&select=${first + 3}-${first + 9}&token=${first + 5}`);
  await expect(page.locator('[data-found] a')).toHaveCount(10);
  await page.locator('details.rest > summary').click();
  expect(await widthOf(page)).toBeLessThanOrEqual(360);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'dark' ? rulesOfColour : [];
    expect(await violations(page, ['.reading', '.believe', '#fails', '#others', '.heatmap'], rules)).toEqual([]);
  }
});
