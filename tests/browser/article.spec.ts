/** The article's neuron in the reader's hand: with what the page brought along, with the network, and when that fails. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { decimal } from '../../runner/core/words.ts';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import { type PageServer, serveFolder } from '../../runner/publish/serve.ts';
import { articles } from '../../site/words/article/contents.ts';
import { chance, type HoldData, type HoldReading, nearest } from '../../site/words/article/hold.ts';
import { references } from '../../site/words/references.ts';
import { buildTimeout } from '../one-build.ts';
import { violations } from './accessible.ts';
import { type BuiltSite, base, buildSite } from './build-site.ts';
import { astray } from './geometry.ts';
import { expect, test } from './pages.ts';

test.describe.configure({ mode: 'default' });
let site: BuiltSite;
let served: PageServer;

test.beforeAll(async () => {
  test.setTimeout(buildTimeout);
  site = await buildSite([], async (publicDirectory) => {
    for (const { experiment } of Object.values(articles)) {
      const folder = join('results', experiment);
      await cp(join('public', folder), join(publicDirectory, folder), { recursive: true });
    }
  });
  expect(site.exitCode, site.output).toBe(0);
  served = await serveFolder(site.dist, base);
});
test.afterAll(async () => {
  served.close();
  await site.remove();
});

const figure = (page: Page): Locator => page.locator('[data-hold]');
const part = (page: Page, name: string): Locator => figure(page).locator(`[data-${name}]`);
const slider = (page: Page): Locator => figure(page).getByRole('slider');
const loadButton = (page: Page): Locator => figure(page).getByRole('button', { name: /^Load the network/ });

async function open(page: Page): Promise<HoldData> {
  await page.goto(`${served.origin}${base}articles/quote-neuron/`);
  return JSON.parse((await part(page, 'json').textContent()) ?? '') as HoldData;
}

async function load(page: Page): Promise<void> {
  await loadButton(page).click();
  await expect(loadButton(page)).toBeHidden();
}

const textOf = ({ written }: HoldReading): string => written.map(([token]) => token).join('');

/** What the page says at a value that was worked out when it was built. */
async function expectBuiltIn(page: Page, { alone, held }: HoldData, value: number): Promise<void> {
  const reading = nearest(held, value);
  await expect(part(page, 'alone')).toHaveText(chance(alone.probability));
  await expect(part(page, 'held')).toHaveText(chance(reading.probability));
  await expect(part(page, 'held-text')).toHaveText(textOf(reading));
}

test('both articles are listed, named in every header, and say who wrote them, of what and how to cite them', async ({
  page,
}) => {
  await page.goto(`${served.origin}${base}articles/`);
  for (const { title, experiment, references: works } of Object.values(articles)) {
    await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Articles' }).click();
    await page.getByRole('link', { name: title }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('.byline time')).toHaveText(/^\d+ \w+ \d{4}$/);
    await expect(page.locator('article pre')).toHaveText(`npm run experiment experiments/${experiment}.yaml`);
    for (const work of works) await expect(page.getByText(references[work][1])).toBeVisible();
    await expect(page.getByText('Cite as:')).toContainText(title);
    expect(await violations(page)).toEqual([]);
  }
});

for (const id of Object.keys(articles)) {
  test(`what is drawn in ${id} stands where its words say`, async ({ page }) => {
    await page.goto(`${served.origin}${base}articles/${id}/`);
    expect(await astray(page)).toEqual([]);
  });
}

test('the sailor: the subject alone turns the verb, with or without JavaScript, and the page fits a phone', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${served.origin}${base}articles/sailor/`);
  const sentences = page.locator('figure.numbers');
  const chances = async () =>
    (await sentences.locator('.closing .number:visible').allTextContents()).map((text) => Number.parseFloat(text));
  const choose = (group: string, number: string) =>
    sentences
      .getByRole('group', { name: group, exact: true })
      .getByRole('radio', { name: number, exact: true })
      .check();
  for (const [subject, ahead] of [
    ['sailor', 0],
    ['sailors', 1],
  ] as const) {
    await choose('the', subject);
    for (const door of ['door', 'doors']) {
      await choose('beside the', door);
      for (const last of ['sailor', 'sailors']) {
        await choose('of the', last);
        const both = await chances();
        expect(both).toHaveLength(2);
        expect(both[ahead]).toBeGreaterThan(10 * (both[1 - ahead] ?? 0));
        await expect(sentences.locator('p.tokens:visible')).toHaveText(
          `the ${subject} beside the ${door} of the ${last} …`,
        );
      }
    }
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await context.close();
});

test('a site without a calibration says so', async () => {
  const methods = await readFile(join(site.dist, 'methods', 'index.html'), 'utf8');
  expect(methods).toContain('The calibration was not yet run.');
});

test('without the network the slider goes through what the page brought along, and nothing is fetched', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const data = await open(page);
  const [low, high] = data.limits;
  expect(new Set(data.held.map(({ probability }) => chance(probability))).size).toBeGreaterThan(2);
  for (const value of [low, high, data.held[2]?.value ?? 0]) {
    await slider(page).fill(String(value));
    await expectBuiltIn(page, data, value);
  }
  expect(fetched.filter((url) => /safetensors|model\.json|worker/.test(url))).toEqual([]);
});

test('the network gives what was worked out, at every step of the slider that is tried', async ({ page }) => {
  const data = await open(page);
  await load(page);
  await expect(part(page, 'sentence')).toBeFocused();
  await expect(loadButton(page)).toBeHidden();
  for (const { value } of data.held) {
    await slider(page).fill(String(value));
    await expectBuiltIn(page, data, value);
  }
  await expect(part(page, 'alone-text')).toHaveText(textOf(data.alone));
  // The slider has the steps that the page brought along, and the chance of the closing mark moves with each.
  expect(Number(await slider(page).getAttribute('step'))).toBeCloseTo(
    (data.limits[1] - data.limits[0]) / (data.held.length - 1),
    9,
  );
  const seen: number[] = [];
  for (const { value } of data.held.slice(3, 6)) {
    await slider(page).fill(String(value));
    await expect(slider(page)).toHaveAttribute('aria-valuetext', new RegExp(`^${decimal(value)}: closing mark`));
    seen.push(await part(page, 'held-meter').evaluate((meter) => Number(meter.style.getPropertyValue('--p'))));
  }
  expect(new Set(seen).size).toBe(3);
});

test('a sentence of the reader is read; unknown words are named; writing on differs when asked', async ({ page }) => {
  const data = await open(page);
  await load(page);
  await part(page, 'sentence').fill('"I am zzyzx, " said the man. "Come');
  await expect(part(page, 'status')).toHaveText('The network does not know “zzyzx”.');
  await expect(part(page, 'alone')).not.toHaveText(chance(data.alone.probability));
  await slider(page).fill(String(data.held.at(-1)?.value));
  await part(page, 'sentence').fill(data.sentence);
  await expect(part(page, 'status')).toHaveText('');
  const marks = /Of 40 continuations of 10 tokens each, (\d+) bring a quotation mark .*, and (\d+) when it is held/;
  await expect(part(page, 'changed')).toHaveText(marks);
  const [, alone = '', held = ''] = marks.exec((await part(page, 'changed').textContent()) ?? '') ?? [];
  // Held at narration the network has as good as forgotten that a quotation is open.
  expect(Number(alone)).toBeGreaterThan(Number(held) + 5);
  const plain = textOf(data.alone);
  await expect(part(page, 'alone-text')).toHaveText(plain);
  await figure(page).getByRole('button', { name: 'Write on differently' }).click();
  await expect(part(page, 'alone-text')).not.toHaveText(plain);
  await expect(part(page, 'alone')).toHaveText(chance(data.alone.probability));
});

for (const width of [390, 1280])
  test(`the first page leads to a box that takes a sentence at once, as a phone types it: ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    let bring = (): void => {};
    const asked = new Promise<void>((resolve) => {
      bring = resolve;
    });
    await page.route('**/weights.safetensors', async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(`${served.origin}${base}`);
    await page.getByRole('link', { name: 'Try a sentence of your own' }).click();
    const box = part(page, 'sentence');
    await expect(box).toBeFocused();
    await expect(box).toBeInViewport({ ratio: 1 });
    await expect(loadButton(page)).toBeInViewport({ ratio: 1 });
    const place = () => box.evaluate((own) => [scrollY, own.getBoundingClientRect().top]);
    const before = await place();
    await page.keyboard.type('“I am');
    await expect(part(page, 'status')).toHaveText('Loading …');
    // What stood there was of another sentence.
    await expect(part(page, 'alone')).toHaveText('–');
    await page.keyboard.type(' not sure');
    bring();
    await expect(loadButton(page)).toBeHidden();
    await expect(box).toHaveValue('“I am not sure');
    await expect(box).toBeFocused();
    await expect(part(page, 'status')).toHaveText('“ read as straight quotation marks.');
    // Whatever the text ends with, both sides have a number, and not the same.
    const chances = () => figure(page).locator('.closing .number').allTextContents();
    await expect(async () => {
      const [alone = '', held = ''] = await chances();
      expect(alone).toMatch(/^[\d.]+%$/);
      expect(held).toMatch(/^[\d.]+%$/);
      expect(alone).not.toBe(held);
    }).toPass();
    await expect(part(page, 'changed')).toHaveText(/these change most: “.+” .+ → .+Of 40 continuations/);
    for (const letter of ' of it,” he said.') await page.keyboard.type(letter);
    await expect(part(page, 'changed')).toHaveText(/Of 40 continuations/);
    expect(await place()).toEqual(before);
  });

test('an emptied sentence leaves no answer standing, and a new one is answered', async ({ page }) => {
  const data = await open(page);
  await load(page);
  await expect(part(page, 'alone-text')).toHaveText(textOf(data.alone));
  await part(page, 'sentence').fill('');
  await expect(part(page, 'status')).toHaveText('Write something for the network to read.');
  for (const side of ['alone', 'held']) {
    await expect(part(page, side)).toHaveText('–');
    await expect(part(page, `${side}-text`)).toHaveText('');
  }
  await part(page, 'sentence').fill(data.sentence);
  await expectBuiltIn(page, data, Number(await slider(page).inputValue()));
  await expect(part(page, 'alone-text')).toHaveText(textOf(data.alone));
});

test('a network that does not come is said in words; what the page brought along stays, and it can be tried again', async ({
  page,
}) => {
  await page.route('**/weights.safetensors', (route) => route.fulfill({ body: 'cut off' }));
  const data = await open(page);
  await loadButton(page).click();
  await expect(part(page, 'status')).toHaveText(
    /^The network could not be used \(7 bytes came where \d+ were expected\)\. Press the button to try again\.$/,
  );
  await expect(part(page, 'sentence')).toBeEditable();
  await slider(page).fill(String(data.limits[0]));
  await expectBuiltIn(page, data, data.limits[0]);
  await page.unroute('**/weights.safetensors');
  await load(page);
  await expect(part(page, 'status')).toHaveText('');
});

test.describe('on the start page one neuron is in the reader’s hand', () => {
  const board = (page: Page): Locator => page.locator('#change');
  const counted = (page: Page): Locator => board(page).getByRole('status');
  let change: Change;

  test.beforeAll(async () => {
    change = JSON.parse(await readFile(join(site.dist, 'results/quotes/change.json'), 'utf8')) as Change;
  });

  /** The rows as they must stand, and how many close the quotation: counted from the file, by the mark alone. */
  function expected(sentence: number, run: number) {
    const rows = change.sentences[sentence]?.runs[run]?.rows ?? [];
    const texts = rows.map((row) => row.map((place) => change.tokens[place] ?? ''));
    // Behind white space a mark opens another quotation and closes none.
    const closes = (row: string[]): boolean =>
      row.some((token, at) => token === '\n' || (token === '"' && row[at - 1]?.trim() !== ''));
    return {
      texts: texts.map((row) => row.join('').replaceAll('\n', ' ↵ ')).sort(),
      count: texts.filter(closes).length,
    };
  }

  async function expectShown(page: Page, sentence: number, run: number): Promise<void> {
    const { texts, count } = expected(sentence, run);
    await expect(counted(page)).toHaveText(`${count} of 40 close the quotation`);
    await expect(board(page).locator('.rows .dot.ends')).toHaveCount(count);
    expect((await board(page).locator('.rows .text').allTextContents()).sort()).toEqual(texts);
  }

  test('the slider holds it, by keyboard too; the address brings back what was seen', async ({ page }) => {
    await page.goto(`${served.origin}${base}`);
    await expectShown(page, 0, 0);
    await board(page).getByRole('slider').focus();
    await page.keyboard.press('End');
    await expectShown(page, 0, 9);
    expect(expected(0, 9).count).toBeLessThan(expected(0, 0).count / 2);
    await page.keyboard.press('ArrowLeft');
    await expectShown(page, 0, 8);
    await board(page).getByRole('radio').nth(2).check({ force: true });
    await expectShown(page, 2, 8);
    await page.goto('about:blank');
    await page.goBack();
    await expectShown(page, 2, 8);
    await page.keyboard.press('Tab');
    await board(page).getByRole('slider').press('Escape');
    await expectShown(page, 2, 0);
  });

  test('a row is read in large, and a class sees nothing else', async ({ page }) => {
    await page.goto(`${served.origin}${base}`);
    const rows = board(page).locator('.rows button');
    await rows.nth(5).click();
    const text = (await rows.nth(5).locator('.text').textContent()) ?? '';
    await expect(board(page).locator('.story .tail')).toHaveText(text);
    await page.keyboard.press('ArrowDown');
    await expect(rows.nth(6)).toBeFocused();
    await board(page).getByRole('button', { name: 'Projector' }).click();
    await expect(page.getByRole('navigation', { name: 'Site' })).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('navigation', { name: 'Site' })).toBeVisible();
  });

  test('without a script both ends stand still, and everything is accessible', async ({ browser, page }) => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(`${served.origin}${base}`);
    const [low, high] = [1, 9].map((run) => expected(0, run).count);
    await expect(board(plain).locator('.still')).toContainText(
      `${low} of 40 close the quotation when neuron 408 is held at ‘somebody speaks’`,
    );
    await expect(board(plain).locator('.still')).toContainText(
      `${high} of 40 close the quotation when neuron 408 is held at ‘nobody speaks’`,
    );
    await plain.close();
    await page.goto(`${served.origin}${base}`);
    await expect(board(page).locator('.rows')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
