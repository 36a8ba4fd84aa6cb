/** The gallery and the comparison, with a script and without. */

import { buildResult } from '../fixtures/results/build-result.ts';
import { cases } from '../fixtures/results/cases.ts';
import { violations } from './accessible.ts';
import { caseNamed, expect, experimentPath, test } from './pages.ts';

const titles = ['lstm-dots', 'lstm-dots+seed-3', 'gru-2-layers'].map(
  (id) => cases.find((each) => each.id === id)?.title ?? '',
);

test('experiments chosen by their boxes stand side by side, and their address shows them again', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  await page.getByRole('link', { name: 'Compare', exact: true }).last().click();
  await expect(page.getByText('One chosen: choose another.')).toBeVisible();
  for (const title of titles.slice(1)) await page.getByRole('checkbox', { name: title, exact: true }).check();
  await expect(page).toHaveURL(/\?with=lstm-dots,lstm-dots%2Bseed-3,gru-2-layers$/);
  const features = page.locator('[data-features]');
  await expect(features.locator('section section').first().getByRole('rowheader')).toHaveText(titles);
  await page.reload();
  await expect(features.locator('section section').first().getByRole('rowheader')).toHaveText(titles);
  await expect(features).toContainText('Every leading claim on ‘sentence end’ holds on held-out text');
  await expect(features.getByRole('link', { name: '45', exact: true })).toHaveCount(3);
  await page.getByText('Settings that differ').click();
  const settings = page.locator('[data-settings]');
  await expect(settings.getByRole('row', { name: /^cell/ }).getByRole('cell')).toHaveText(['LSTM', 'LSTM', 'GRU']);
  await expect(settings.getByRole('row', { name: /^reads/ })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  for (const title of titles) await page.getByRole('checkbox', { name: title, exact: true }).uncheck();
  await expect(page.locator('[data-comparison]')).toBeHidden();
  await expect(page).toHaveURL(/compare\/$/);
});

test('hostile experiments are compared as text, by keyboard', async ({ page, faults }) => {
  await page.goto('compare/?with=hostile');
  await page.getByRole('checkbox', { name: 'Neurons asked for by number' }).focus();
  await page.keyboard.press('Space');
  await expect(page.locator('[data-comparison]')).toBeVisible();
  await expect(page.locator('[data-settings]')).toContainText('<script>alert(1)</script>');
  expect(faults).toEqual([]);
});

test('a card says the verdict on its finding, and how many features there are beside it', async ({ page }) => {
  await page.goto('');
  await expect(page.locator('[data-card="gru-2-layers"] .verdicts')).toHaveText(/remembers it.* · and 1 other feature/);
});

test('a card has as much text of subwords as of words, and of letters about as much', async ({ page }) => {
  await page.goto('');
  for (const [id, tokens] of [
    ['lstm-dots', 110],
    ['rwkv4', 110],
    ['rnn-characters', 260],
  ] as const) {
    const { texts, detection } = buildResult(caseNamed(id)).result;
    const shown = ((await page.locator(`[data-card="${id}"] .strip`).textContent()) ?? '').replace(/\n/g, ' ');
    const all = texts[detection.on].tokens.map((token) => token.replace('\n', ' '));
    const from = all.findIndex((_, at) => all.slice(at, at + tokens).join('') === shown);
    expect(from, `${id}: ${shown}`).toBeGreaterThanOrEqual(0);
  }
});

for (const path of ['', experimentPath('rnn-characters')]) {
  test(`bytes are set as letters are, on /${path}`, async ({ page }) => {
    await page.goto(path, { waitUntil: 'networkidle' });
    const looks = () =>
      page.locator('.tokens:is(.character, .byte):visible').evaluateAll((all) =>
        all.map((each) => {
          const { fontFamily, fontSize, maxWidth, overflowWrap } = getComputedStyle(each);
          return [fontFamily, fontSize, maxWidth, overflowWrap].join(' ');
        }),
      );
    const letters = await looks();
    expect(letters.length).toBeGreaterThan(0);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('.tokens.character')) each.classList.replace('character', 'byte');
    });
    expect(await looks()).toEqual(letters);
  });
}

test('without JavaScript the gallery and the table of experiments stand whole', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('');
  await expect(page.locator('.card:not(.sweep-card):visible')).toHaveCount(cases.length);
  await page.goto('compare/');
  await expect(page.locator('table.experiments tbody tr')).toHaveCount(cases.length);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await context.close();
});
