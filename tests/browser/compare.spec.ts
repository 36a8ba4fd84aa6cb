/** The comparison of experiments. */
import { caseNamed } from '../fixtures/results/cases.ts';
import { violations } from './accessible.ts';
import { expect, test } from './pages.ts';

const titles = ['lstm-dots', 'lstm-dots+seed-3', 'gru-2-layers'].map((id) => caseNamed(id).title);

test('experiments chosen by their boxes stand side by side, and their address shows them again', async ({ page }) => {
  await page.goto('experiments/lstm-dots/');
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
