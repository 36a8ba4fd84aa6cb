/** The articles, and the neuron in the reader's hand that opens the site. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import type { Change } from '../../runner/experiment/results/change-schema.ts';
import { askedBy, expect, settled, test } from './pages.ts';
import { sharedSite } from './shared-site.ts';

async function subjectTurnsTheVerb(page: Page): Promise<void> {
  await page.goto('articles/sailor/');
  const sentences = page.locator('figure.numbers');
  const chances = async () =>
    (await sentences.locator('.closing .number:visible').allTextContents()).map((text) => Number.parseFloat(text));
  const choose = (group: string, number: string) =>
    sentences
      .getByRole('group', { name: group, exact: true })
      .getByRole('radio', { name: number, exact: true })
      .check();
  for (const [ahead, subject] of ['sailor', 'sailors'].entries()) {
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
}

test('the sailor: the subject alone turns the verb', ({ page }) => subjectTurnsTheVerb(page));

test('the sailor: it does without JavaScript too', ({ withoutScript }) => subjectTurnsTheVerb(withoutScript));

test('the article leads to a box that takes a sentence, and passages', async ({ page }) => {
  await page.goto('articles/quote-neuron/');
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
    const { dist } = await sharedSite();
    change = JSON.parse(await readFile(join(dist, 'results/quotes/change.json'), 'utf8')) as Change;
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

  test('the slider holds it, by keyboard too; the address brings back what was seen; a class sees nothing else', async ({
    page,
  }) => {
    await page.goto('');
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

    // A row is read in large, and a class sees nothing else.
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

  test('it begins in few bytes; a sentence of the reader’s own is tried as often, from the first key on', async ({
    page,
  }) => {
    const asked = askedBy(page);
    const names = (of: RegExp) => asked.filter((url) => of.test(url)).map((url) => url.replace(/.*\//, ''));
    await page.goto('');
    await settled(page);
    await expectShown(page, 0, 0);
    const bodies = await Promise.all(asked.map(async (url) => (await page.request.get(url)).body()));
    const wire = bodies.map((body, index) => (asked[index]?.endsWith('.woff2') ? body : gzipSync(body)).length);
    expect(wire.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(150_000);
    // Before that, of all that is shown one sentence has come.
    expect(names(/change|weights|worker/)).toEqual(['1.json']);
    await board(page)
      .getByRole('textbox', { name: /^Or your own/ })
      .fill('“Thank you, my dear,');
    await expect(board(page).locator('.own').getByRole('status')).toHaveText(/^Tried \d of 40 times/);
    await expect(board(page).locator('.story .given')).toHaveText('"Thank you, my dear,');
    await expect(counted(page)).toHaveText(/^\d+ of \d+ close the quotation$/);
    expect(names(/weights/)).toEqual(['weights.packed']);
    // Another choice of the reader's ends it.
    await board(page).getByRole('radio').first().check({ force: true });
    await expectShown(page, 0, 0);
  });
});
