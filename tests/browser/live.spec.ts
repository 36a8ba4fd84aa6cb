/** The live model. What it should compute is PyTorch's: the case 'no-curve' publishes a small model with its reading. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { violations } from './accessible.ts';
import { askedBy, expect, settled, stylesOf, test, widthOf } from './pages.ts';
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
const load = (page: Page): Locator => page.getByRole('button', { name: /^Load the model/ });
const watchedNeuron = (page: Page): Locator => page.getByLabel('Neuron to watch');
const hold = (page: Page): Locator => page.getByRole('checkbox', { name: /^Hold it at/ });
/** While a neuron is held, how likely without that is what comes next. */
const shares = (page: Page): Locator => figure(page).locator('[data-live-next] td:last-child');
/** From the top of the page: what is pressed scrolls into sight. */
const bottom = (page: Page): Promise<number> =>
  page.locator('#live').evaluate((live) => live.getBoundingClientRect().bottom + scrollY);
const status = (page: Page): Locator => page.locator('[data-live-status]');
const shown = (page: Page): Locator => page.locator('[data-live-tokens] bdi');
const text = async (page: Page): Promise<string> => (await shown(page).allTextContents()).join('');

async function open(page: Page): Promise<void> {
  await page.goto(address);
  await load(page).click();
  await expect(status(page)).toHaveText(/^Read \d+ tokens/);
}

async function watch(page: Page, neuron: number | string): Promise<void> {
  await watchedNeuron(page).fill(String(neuron));
  await watchedNeuron(page).press('Enter');
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
  const asked = Promise.withResolvers<void>();
  await page.route('**/*.safetensors', (route) => asked.promise.then(() => route.continue()));
  return asked.resolve;
}

test('the size is told first, nothing is loaded unasked, and nothing moves when it has come', async ({ page }) => {
  const fetched = askedBy(page);
  const bring = await weightsOnCall(page);
  await page.goto(address);
  await settled(page);
  const { result } = await published();
  const bytes = (result.live?.model.bytes ?? 0) + (result.live?.weights.bytes ?? 0);
  await expect(page.getByRole('button', { name: `Load the model (${Math.ceil(bytes / 1000)} KB)` })).toBeVisible();
  await expect(page.getByLabel('Your text')).toBeEditable();
  await expect(watchedNeuron(page)).toBeHidden();
  expect(fetched.filter((url) => /safetensors|model\.json|worker/.test(url))).toEqual([]);
  const before = await bottom(page);
  await load(page).click();
  await expect(watchedNeuron(page)).toBeVisible();
  await expect(watchedNeuron(page)).toBeDisabled();
  const asBefore = await bottom(page);
  expect(asBefore).toBeGreaterThan(before + 100);
  bring();
  await expect(status(page)).toHaveText(/^Read \d+ tokens/);
  expect(await bottom(page)).toBe(asBefore);
});

for (const [width, colorScheme] of [
  [390, 'dark'],
  [1280, 'light'],
] as const)
  test(`the first key loads the model, what is typed meanwhile is kept, nothing scrolls or moves, and at work it is accessible: ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
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
    await read(page, 'the cat', 3);
    const asBefore = await bottom(page);
    await write(page);
    await hold(page).check();
    await expect(shares(page).last()).toHaveText(/^0\.\d{3}$/);
    expect(await bottom(page)).toBe(asBefore);
    expect(await widthOf(page)).toBeLessThanOrEqual(width);
    expect(await violations(page, ['#live'])).toEqual([]);
  });

test('everything is worked by keyboard, and heard; what does not come is said in words, and can be tried again', async ({
  page,
}) => {
  await page.route('**/weights.safetensors', (route) => route.fulfill({ body: 'cut off' }));
  await page.goto(address);
  await load(page).press('Enter');
  await expect(status(page)).toContainText('could not be loaded (7 bytes came where');
  await page.unroute('**/weights.safetensors');
  await load(page).press('Enter');
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

test('the model writes on from the text, anew when it is asked again, and no more than the page says', async ({
  page,
}) => {
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

  await page.getByLabel('Your text').fill('a '.repeat(3000));
  await expect(status(page)).toHaveText(/^Read 2,000 tokens\b/);
  await expect(status(page)).toContainText('2,000 tokens at most; your text has 6,000, and the rest was left out.');
  await expect(shown(page)).toHaveCount(2000);
  await page.getByRole('button', { name: 'Write more' }).click();
  await expect(shown(page)).toHaveCount(2000);
});

test('a model that is loaded', async ({ page }) => {
  await open(page);
  const leading = await watchedNeuron(page).inputValue();

  await test.step('gives what was recorded, within the resolution of the side-car', async () => {
    const { result, sidecar } = await published();
    const words = result.texts.observed.tokens.join('');
    await read(page, words, tokens);
    expect(await text(page)).toBe(words);
    for (const neuron of [0, 7]) {
      await watch(page, neuron);
      const scale = sidecar.readFloatLE(4 * neuron);
      const steps = sidecar.subarray(4 * units + neuron * tokens);
      // Half a step of the side-car, half a step of the two decimals of the colour, and a little for half precision.
      const resolution = scale / 254 + 0.005 + 0.001;
      await expect(async () => {
        const colours = await stylesOf(page, '[data-live-tokens] bdi');
        expect(colours.length).toBe(tokens);
        const away = colours.map((colour, t) => Math.abs(Number(colour) - (steps.readInt8(t) / 127) * scale));
        expect(Math.max(...away)).toBeLessThan(resolution);
      }).toPass();
    }
    const unknown = await shown(page).evaluateAll((all) =>
      all.flatMap((token, t) => (token.classList.contains('u') ? [t] : [])),
    );
    expect(unknown).toEqual(result.texts.observed.unknown);
    await expect(status(page)).toContainText(`${unknown.length} unknown, read as <unk>.`);
  });

  await test.step('shows the neuron that is chosen in the figure above', async () => {
    await page.getByLabel('Neuron (0 to 9)').fill('4');
    await page.getByLabel('Neuron (0 to 9)').press('Enter');
    await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 4');
    await expect(watchedNeuron(page)).toHaveValue('4');
  });

  await test.step('keeps a held neuron at its value, and expects something else next', async () => {
    await watch(page, leading);
    await read(page, 'the cat saw', 5);
    const rows = figure(page).locator('[data-live-next] tr');
    const cells = () => rows.evaluateAll((all) => all.map((row) => [...row.children].map((c) => c.textContent)));
    const without = await cells();
    await hold(page).check();
    await page.getByRole('slider').fill('0');
    await expect.poll(() => stylesOf(page, '[data-live-tokens] bdi')).toEqual(Array(5).fill('0'));
    await expect(shares(page).first()).toHaveText(/^0\.\d{3}$/);
    const held = await cells();
    expect(held.map(([, probability]) => probability)).not.toEqual(without.map(([, probability]) => probability));

    await hold(page).uncheck();
    await expect(shares(page).first()).toHaveText('–');
    // What stood beside it while it was held is what comes without.
    for (const [token, probability] of await cells()) {
      const beside = held.find(([name]) => name === token);
      if (beside) expect(beside.at(-1)).toBe(probability);
    }
  });

  await test.step('has the feature underlined in the text, and says how well neurons tell it there', async () => {
    const said = page.locator('[data-live-marked]');
    await read(page, 'the cat. The dog! saw?', 12);
    await expect(said).toContainText(/^3 of 12 tokens carry “.*”, underlined\. On your text neuron \d scores/);
    expect(await page.locator('[data-live-tokens] .f').allTextContents()).toEqual(['.', '!', '?']);
    // The area by hand: of each pair of a carrier and another token, how often the carrier's colour is the higher.
    const neuron = await watchedNeuron(page).inputValue();
    const told = new RegExp(`neuron ${neuron} scores ([↑↓])\\s([\\d.]+);`).exec((await said.textContent()) ?? '');
    const [own, others] = await Promise.all(
      ['.f', ':not(.f)'].map((which) => stylesOf(page, `[data-live-tokens] bdi${which}`)),
    );
    const wins = (own ?? []).flatMap((a) =>
      (others ?? []).map((b): number => (a === b ? 0.5 : Number(Number(a) > Number(b)))),
    );
    const area = wins.reduce((sum, each) => sum + each, 0) / wins.length;
    // Colours are rounded, and near ones may change places.
    expect(Math.abs(Number(told?.[2]) - Math.max(area, 1 - area))).toBeLessThan(0.1);
    // Of the best it is said how well they tell it, and the best can be watched.
    const best = /best of all: (\d)/.exec((await said.textContent()) ?? '')?.[1] ?? '';
    await watch(page, best);
    await expect(said).toContainText(`neuron ${best} scores`);
    // A text without them has none, and nothing to tell.
    await read(page, 'the cat', 3);
    await expect(said).toHaveText(/^None of 3 tokens carry “.*”\.$/);
  });

  await test.step('is saved as a table', async () => {
    await read(page, 'the, "cat', 5);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the values (CSV)' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^neuron-\d\.csv$/);
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect(head).toMatch(/^position,token,output\.1 neuron \d$/);
    const named = lines.map((line) => line.slice(0, line.search(/,-?\d\./)));
    expect(named).toEqual(['0,the', '1,","', '2, ', '3,""""', '4,cat']);
  });
});
