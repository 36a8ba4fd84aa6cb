/** Write-ups: the author's figures and numbers on the experiment's page, whatever the result holds. */
import { join } from 'node:path';
import { readResult } from '../../runner/experiment/results/read.ts';
import { builtSite, expect, experimentPath, test } from './pages.ts';

test('figures stand where the author put them, and numbers come from the result', async ({ page }) => {
  const { publicDirectory } = await builtSite(page);
  const { observation, features } = await readResult(join(publicDirectory, 'results', 'gru-2-layers'));
  // Its old address leads on.
  await page.goto(`${experimentPath('gru-2-layers')}write-up/`);
  await expect(page).toHaveURL(/experiments\/gru-2-layers\/#write-up$/);
  const text = page.getByRole('region', { name: 'Write-up', exact: true });
  await expect(text).toContainText(`a perplexity of ${observation.perplexity?.toFixed(1)}.`);
  await expect(text).toContainText(`${features[1]?.carriers} are commas`);
  await expect(text.locator('.byline')).toHaveText('A. Student 25 November 2026');
  const highlight = text.locator('figure.stretch').first();
  await expect(highlight.locator('.tokens bdi')).toHaveCount(81);
  await expect(highlight.locator('figcaption')).toContainText('The caption of the author.');
  await expect(text).not.toContainText('Nothing was tested.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
});

test('the same text stays true of a result with tests and of one without', async ({ page }) => {
  const said = (id: string) =>
    page
      .goto(`${experimentPath(id)}#write-up`)
      .then(() => page.getByRole('region', { name: 'Write-up', exact: true }).textContent());
  expect(await said('lstm-dots')).toContain('was tested on the other half');
  expect(await said('lstm-dots')).not.toContain('No claim was tested');
  expect(await said('no-curve')).toContain('No claim was tested in this run');
});
