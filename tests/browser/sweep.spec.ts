/** The page of a sweep: one figure, one table and the CSV, with a script and without. */
import { expect, sweepPath, test } from './pages.ts';

test('the answer, a dot for every trial and the table of settings stand in the page without a script', async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${baseURL}${sweepPath}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which size and <i>rate</i>?');
  const table = page.locator('#settings table');
  await expect(table.getByRole('columnheader')).toContainText([
    ...['units', 'learning rate', 'cell', 'Networks', 'length short', 'length long', 'sentence end', 'Loss'],
  ]);
  // The mean of one seed, for the other was stopped, and that of 3.0000 and 3.2432.
  const rows = table.getByRole('row');
  await expect(rows.nth(1).locator('th, td')).toContainText(['128', '0.001', 'gru', '1', '3.0541 (one seed)']);
  await expect(rows.nth(2).locator('th, td')).toContainText(['32', '0.001', 'gru', '2', '3.1216']);
  await expect(page.locator('#settings')).toContainText('Of the first two settings one has a single seed');
  await expect(page.locator('#again pre')).toHaveText('npm run experiment small.yaml model.units=32 seed=0');
  const figure = page.getByRole('figure', { name: 'All trials' });
  await expect(figure.locator('svg')).toHaveCount(9);
  // None of those that failed, were stopped or have not ended.
  await expect(figure.locator('svg').first().locator('circle')).toHaveCount(13);
  await page.close();
});

test('the CSV has a row for every trial, and the gallery leads to the sweep', async ({ page }) => {
  await page.goto('');
  await page.getByRole('link', { name: 'Which size and <i>rate</i>?' }).click();
  const href = await page.getByRole('link', { name: 'All trials (CSV)' }).getAttribute('href');
  const response = await page.request.get(href ?? '');
  const rows = (await response.text()).trim().split('\n');
  expect(rows).toHaveLength(1 + 18);
  expect(rows[0]).toContain('trial,status,model.units,train.optimizer.learningRate,model.cell,seed');
  expect(rows[1]).toMatch(/^trial-0,done,32,0\.001,gru,0,3,9,40,10000,20,/);
});
