/** The live model. What it should compute is PyTorch's: the case 'no-curve' publishes a small model with its reading. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { violations } from './accessible.ts';
import { askedBy, expect, stylesOf, test, widthOf } from './pages.ts';
import { sharedSite } from './shared-site.ts';

const id = 'no-curve';
const address = `experiments/${id}/`;
const units = 10;
const tokens = 120;

async function published(): Promise<{ result: Result; sidecar: Buffer }> {
  const folder = join((await sharedSite()).publicDirectory, 'results', id);
  const result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Result;
  return { result, sidecar: await readFile(join(folder, 'observed.output.1.i8')) };
}

const figure = (page: Page): Locator => page.locator('[data-live]');
const status = (page: Page): Locator => page.locator('[data-live-status]');
const shown = (page: Page): Locator => page.locator('[data-live-tokens] bdi');
const text = async (page: Page): Promise<string> => (await shown(page).allTextContents()).join('');

async function open(page: Page): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(status(page)).toHaveText(/^Read \d+ tokens/);
}

async function read(page: Page, words: string, count: number): Promise<void> {
  await page.getByLabel('Your text').fill(words);
  await expect(status(page)).toHaveText(new RegExp(`^Read ${count} tokens?\\.`));
}

async function write(page: Page): Promise<string> {
  const before = await shown(page).count();
  await page.getByRole('button', { name: 'Write more' }).click();
  await expect(shown(page)).toHaveCount(before + 50);
  return text(page);
}

/** Takes the weights only when it is called. */
async function weightsOnCall(page: Page): Promise<() => void> {
  let bring = (): void => {};
  const asked = new Promise<void>((resolve) => {
    bring = resolve;
  });
  await page.route('**/*.safetensors', async (route) => {
    await asked;
    await route.continue();
  });
  return bring;
}

test('the size is told first, and nothing is loaded unasked', async ({ page }) => {
  const fetched = askedBy(page);
  await page.goto(address, { waitUntil: 'networkidle' });
  const { result } = await published();
  const bytes = (result.live?.model.bytes ?? 0) + (result.live?.weights.bytes ?? 0);
  await expect(page.getByRole('button', { name: `Load the model (${Math.ceil(bytes / 1000)} KB)` })).toBeVisible();
  await expect(page.getByLabel('Your text')).toBeEditable();
  await expect(page.getByLabel('Neuron to watch')).toBeHidden();
  expect(fetched.filter((url) => /safetensors|model\.json|worker/.test(url))).toEqual([]);
});

test('what the model takes stands there once it is asked for, and nothing moves when it has come', async ({ page }) => {
  const bring = await weightsOnCall(page);
  await page.goto(address);
  const below = () => page.locator('#live').evaluate((live) => live.getBoundingClientRect().bottom + scrollY);
  const before = await below();
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(page.getByLabel('Neuron to watch')).toBeVisible();
  await expect(page.getByLabel('Neuron to watch')).toBeDisabled();
  const asBefore = await below();
  expect(asBefore).toBeGreaterThan(before + 100);
  bring();
  await expect(status(page)).toHaveText(/^Read \d+ tokens/);
  expect(await below()).toBe(asBefore);
});

for (const width of [390, 1280])
  test(`the first key loads the model, what is typed meanwhile is kept, and nothing scrolls: ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const bring = await weightsOnCall(page);
    await page.goto(address);
    const own = page.getByLabel('Your text');
    await own.focus();
    await page.keyboard.press('ControlOrMeta+a');
    const top = () => own.evaluate((box) => [scrollY, box.getBoundingClientRect().top]);
    const before = await top();
    await page.keyboard.type('“the c');
    await expect(status(page)).toHaveText('Loading …');
    await page.keyboard.type('at”');
    bring();
    await expect(status(page)).toHaveText('Read 5 tokens. “ ” read as straight quotation marks.');
    await expect(own).toBeFocused();
    await expect(own).toHaveValue('“the cat”');
    expect(await text(page)).toBe('"the cat"');
    await page.keyboard.type(' saw. The dog.');
    await expect(status(page)).toHaveText(/^Read 13 tokens\./);
    expect(await top()).toEqual(before);
    // What the feature marks is what the model reads.
    expect(await page.locator('[data-live-tokens] .f').allTextContents()).toEqual(['.', '.']);
    const names = await figure(page).locator('[data-live-next] th').allTextContents();
    expect(names.filter((name) => /[␣↵]/.test(name))).toEqual([]);
  });

test('the model in the page gives what was recorded, within the resolution of the side-car', async ({ page }) => {
  await open(page);
  const { result, sidecar } = await published();
  const words = result.texts.observed.tokens.join('');
  await read(page, words, tokens);
  expect(await text(page)).toBe(words);
  for (const neuron of [0, 7]) {
    await page.getByLabel('Neuron to watch').fill(String(neuron));
    await page.getByLabel('Neuron to watch').press('Enter');
    const scale = sidecar.readFloatLE(4 * neuron);
    const expected = Array.from(
      { length: tokens },
      (_, t) => (sidecar.readInt8(4 * units + neuron * tokens + t) / 127) * scale,
    );
    // Half a step of the side-car, half a step of the two decimals of the colour, and a little for half precision.
    const resolution = scale / 254 + 0.005 + 0.001;
    await expect(async () => {
      const colours = await stylesOf(page, '[data-live-tokens] bdi');
      const away = expected.map((value, t) => Math.abs(Number(colours[t]) - value));
      expect(colours.length).toBe(tokens);
      expect(Math.max(...away)).toBeLessThan(resolution);
    }).toPass();
  }
  const unknown = await shown(page).evaluateAll((all) =>
    all.flatMap((token, t) => (token.classList.contains('u') ? [t] : [])),
  );
  expect(unknown).toEqual(result.texts.observed.unknown);
  await expect(status(page)).toContainText(`${unknown.length} unknown, read as <unk>.`);
});

test('the model writes on from the text, and anew when it is asked again', async ({ page }) => {
  await open(page);
  await read(page, 'the cat', 3);
  const first = await write(page);
  expect(first.startsWith('the cat')).toBe(true);
  await expect(status(page)).toHaveText(/^Read 3 tokens and wrote 50\./);
  const longer = await write(page);
  expect(longer.startsWith(first)).toBe(true);

  await page.getByRole('button', { name: 'Back to my text' }).click();
  await expect(shown(page)).toHaveCount(3);
  const second = await write(page);
  expect(second).not.toBe(first);
  // The same text at the same try: what it writes is a function of both.
  await open(page);
  await read(page, 'the cat', 3);
  expect(await write(page)).toBe(first);
});

test('a held neuron keeps its value, and what comes next changes', async ({ page }) => {
  await open(page);
  await read(page, 'the cat saw', 5);
  const rows = figure(page).locator('[data-live-next] tr');
  const without = await rows.locator('td').allTextContents();
  await page.getByRole('checkbox', { name: /^Hold it at/ }).check();
  await page.getByRole('slider').fill('0');
  await expect.poll(() => stylesOf(page, '[data-live-tokens] bdi')).toEqual(Array(5).fill('0'));
  await expect(rows.first().locator('td').last()).toHaveText(/^0\.\d{3}$/);
  expect(await rows.locator('td:nth-child(2)').allTextContents()).not.toEqual(without.filter((_, i) => i % 2 === 0));
  const names = await rows.locator('th').allTextContents();
  const free = await rows.locator('td:last-child').allTextContents();

  await page.getByRole('checkbox', { name: /^Hold it at/ }).uncheck();
  await expect(rows.first().locator('td').last()).toHaveText('–');
  const plain = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((c) => c.textContent)));
  for (const [token, probability] of plain) {
    const place = names.indexOf(token ?? '');
    if (place !== -1) expect(free[place]).toBe(probability);
  }
});

test('the neuron follows the one chosen in the figure above', async ({ page }) => {
  await open(page);
  await page.getByLabel('Neuron (0 to 9)').fill('4');
  await page.getByLabel('Neuron (0 to 9)').press('Enter');
  await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 4');
  await expect(page.getByLabel('Neuron to watch')).toHaveValue('4');
});

test('everything is worked by keyboard, and heard', async ({ page }) => {
  await page.goto(address);
  await page.getByRole('button', { name: /^Load the model/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your text')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('the <b>cat</b>');
  await expect(status(page)).toHaveText(/^Read 10 tokens\. \d+ unknown/);
  await expect(page.getByRole('status').filter({ hasText: 'Read 10 tokens' })).toHaveCount(1);
  await page.locator('[data-live-tokens]').focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-live-readout]')).toHaveText(/^Token 9, “>”: [−\d.]+$/);
  await expect(page.locator('[data-live-readout]')).toHaveAttribute('aria-live', 'polite');
  expect(await text(page)).toBe('the <b>cat</b>');
});

test('what is shown can be saved as a table', async ({ page }) => {
  await open(page);
  await read(page, 'the, "cat', 5);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the values (CSV)' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^neuron-\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^position,token,output\.1 neuron \d$/);
  expect(lines.slice(1).map((line) => line.slice(0, line.search(/,-?\d\./)))).toEqual([
    '0,the',
    '1,","',
    '2, ',
    '3,""""',
    '4,cat',
  ]);
});

test('a model that cannot be loaded is said in words, and can be tried again', async ({ page, faults }) => {
  await page.route('**/weights.safetensors', (route) => route.fulfill({ body: 'cut off' }));
  await page.goto(address);
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(status(page)).toContainText('could not be loaded (7 bytes came where');
  await page.unroute('**/weights.safetensors');
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(status(page)).toHaveText(/^Read \d+ tokens/);
  expect(faults).toEqual([]);
});

test('a text of thousands of tokens is read, and no more of it than the page says', async ({ page }) => {
  await open(page);
  await page.getByLabel('Your text').fill('a '.repeat(3000));
  await expect(status(page)).toHaveText(/^Read 2,000 tokens\b/);
  await expect(status(page)).toContainText(
    'holds 2,000 tokens at most; your text has 6,000, and the rest was left out.',
  );
  await expect(shown(page)).toHaveCount(2000);
  await page.getByRole('button', { name: 'Write more' }).click();
  await expect(shown(page)).toHaveCount(2000);
});

test('the feature is underlined in the text, and it is said how well neurons tell it there', async ({ page }) => {
  await open(page);
  const carriers = page.locator('[data-live-tokens] .f');
  const said = page.locator('[data-live-marked]');
  await read(page, 'the cat. The dog! saw?', 12);
  await expect(said).toContainText(/^3 of 12 tokens carry “.*”, underlined\. On your text neuron \d scores/);
  expect(await carriers.allTextContents()).toEqual(['.', '!', '?']);
  // The area by hand: of each pair of a carrier and another token, how often the carrier's colour is the higher.
  const neuron = Number(await page.getByLabel('Neuron to watch').inputValue());
  const told = new RegExp(`neuron ${neuron} scores ([↑↓])\\s([\\d.]+);`).exec((await said.textContent()) ?? '');
  const values = await shown(page).evaluateAll((all) =>
    all.map((t) => [Number(t.style.getPropertyValue('--a')), t.classList.contains('f')] as const),
  );
  const higher = values
    .filter(([, carries]) => carries)
    .flatMap(([own]) =>
      values.filter(([, carries]) => !carries).map(([other]) => (own > other ? 1 : own < other ? 0 : 0.5)),
    );
  const area = higher.reduce((sum: number, each) => sum + each, 0) / higher.length;
  // Colours are rounded, and near ones may change places.
  expect(Math.abs(Number(told?.[2]) - Math.max(area, 1 - area))).toBeLessThan(0.1);
  // Of the best it is said how well they tell it, and the best can be watched.
  const best = /best of all: (\d)/.exec((await said.textContent()) ?? '')?.[1] ?? '';
  await page.getByLabel('Neuron to watch').fill(best);
  await page.getByLabel('Neuron to watch').press('Enter');
  await expect(said).toContainText(`neuron ${best} scores`);
  // A text without them has none, and nothing to tell.
  await read(page, 'the cat', 3);
  await expect(said).toHaveText(/^None of 3 tokens carry “.*”\.$/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the model at work is accessible in the ${colorScheme} scheme, and nothing moves`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: colorScheme === 'dark' ? 390 : 1000, height: 900 });
    await open(page);
    // From the top of the page: what is pressed scrolls into sight.
    const below = () => page.locator('#live').evaluate((live) => live.getBoundingClientRect().bottom + scrollY);
    const top = await below();
    await write(page);
    await page.getByRole('checkbox', { name: /^Hold it at/ }).check();
    await expect(figure(page).locator('[data-live-next] td').last()).toHaveText(/^0\.\d{3}$/);
    expect(await below()).toBe(top);
    expect(await widthOf(page)).toBeLessThanOrEqual(colorScheme === 'dark' ? 390 : 1000);
    expect(await violations(page, ['#live'])).toEqual([]);
    await figure(page).screenshot({ path: info.outputPath(`live-${colorScheme}.png`) });
  });
}
