/** The articles, and the neuron in the reader's hand that opens the site. */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import { type PageServer, serveFolder } from '../../runner/publish/serve.ts';
import { articles } from '../../site/words/article/contents.ts';
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

test('the article leads to a box that takes a sentence, and passages', async ({ page }) => {
  await page.goto(`${served.origin}${base}articles/quote-neuron/`);
  await page.getByRole('link', { name: 'Try a sentence of your own' }).first().click();
  await expect(page.locator('#live')).toBeInViewport();
  const own = page.getByRole('textbox', { name: 'Your text' });
  await expect(own).toBeEditable();
  // Passages of the page are at hand.
  const passage = page.locator('[data-live-preset]').last();
  await passage.click();
  await expect(own).toHaveValue((await passage.getAttribute('value')) ?? '');
  await expect(page.locator('[data-live-status]')).toHaveText(/^Read \d+ tokens\./);
});

test.describe('on the start page one neuron is in the reader’s hand', () => {
  const board = (page: Page): Locator => page.locator('#change');
  const counted = (page: Page): Locator => board(page).locator('.count').getByRole('status');
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

  test('it begins in 120 KB; a sentence of the reader’s own is tried as often, from the first key on', async ({
    page,
  }) => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.goto(`${served.origin}${base}`, { waitUntil: 'networkidle' });
    await expectShown(page, 0, 0);
    const bodies = await Promise.all(fetched.map(async (url) => (await page.request.get(url)).body()));
    const wire = bodies.map((body, index) => (fetched[index]?.endsWith('.woff2') ? body : gzipSync(body)).length);
    expect(wire.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(120_000);
    // Before that, of all that is shown one sentence has come.
    expect(fetched.filter((url) => /change|weights|worker/.test(url)).map((url) => url.replace(/.*\//, ''))).toEqual([
      '1.json',
    ]);
    await board(page)
      .getByRole('textbox', { name: /^Or your own/ })
      .fill('“Thank you, my dear,');
    const said = board(page).locator('.own').getByRole('status');
    await expect(said).toHaveText(/^Tried \d of 40 times/);
    await expect(board(page).locator('.story .given')).toHaveText('"Thank you, my dear,');
    await expect(counted(page)).toHaveText(/^\d+ of \d+ (close the quotation|go on otherwise)$/);
    expect(fetched.filter((url) => url.includes('weights')).map((url) => url.replace(/.*\//, ''))).toEqual([
      'weights.packed',
    ]);
    // Another choice of the reader's ends it.
    await board(page).getByRole('radio').first().check({ force: true });
    await expectShown(page, 0, 0);
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
