/** The page of a sweep: every trial as a line, the best settings, the table and the CSV, with a script and without. */
import { expect, sweepPath, test } from './pages.ts';

test('the best trial, the table of all and the claims stand in the page without a script', async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${baseURL}${sweepPath}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which size and <i>rate</i>?');
  const table = page.getByRole('table', { name: /^All trials/ });
  await expect(table.getByRole('row')).toHaveCount(1 + 18);
  await expect(table.getByRole('columnheader')).toContainText(['units', 'learning rate', 'cell', 'seed', 'Status']);
  const [first, last] = [table.getByRole('row').nth(1), table.getByRole('row').last()];
  await expect(first).toContainText('the best');
  await expect(first).toContainText('3.0000');
  await expect(last).toContainText('failed');
  await expect(last).toContainText('It <b> broke.');
  const best = page.getByRole('table', { name: /^Validation loss/ }).getByRole('row');
  // The mean of one seed, for the other was stopped, and that of 3.0000 and 3.2432.
  await expect(best.nth(1).getByRole('cell')).toContainText(['128', '0.001', 'gru', '3.0541', 'one seed']);
  await expect(best.nth(2).getByRole('cell')).toContainText(['32', '0.001', 'gru', '3.1216']);
  await expect(page.locator('#best')).toContainText('Of the first two settings one has a single seed');
  await expect(page.locator('#best pre')).toHaveText('npm run experiment small.yaml model.units=32 seed=0');
  await expect(page.getByRole('table', { name: /leading claim on/ })).toHaveCount(1);
  const pairs = page.getByRole('table', { name: /^Accuracy on pairs/ });
  await expect(pairs).toHaveCount(3);
  await expect(pairs.first().getByRole('columnheader')).toContainText([
    'units',
    'Networks',
    'length short',
    'length long',
  ]);
  await expect(pairs.first().getByRole('row').nth(1)).toContainText(/^ *32/);
  await page.close();
});

test('the parallel coordinates draw a line for every trial with a loss, and one says which is best', async ({
  page,
}) => {
  await page.goto(sweepPath);
  const figure = page.locator('figure.parallel');
  await expect(figure.locator('svg')).toHaveCount(1);
  await expect(figure).toHaveAccessibleName('All trials');
  // Neither of the one that failed nor of the one that has not ended.
  await expect(figure.locator('svg g[fill="none"] path')).toHaveCount(16);
  await expect(figure.getByText('the best', { exact: true })).toBeVisible();
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
