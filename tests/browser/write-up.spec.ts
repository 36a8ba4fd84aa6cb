/** Write-ups: the author's figures and numbers on the page, whatever the result holds. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readResult } from '../../runner/experiment/results/read.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { headline } from '../../runner/words/verdict.ts';
import { violations } from './accessible.ts';
import { builtSite, expect, test, writeUpPath } from './pages.ts';

const resultOf = async (page: Page, id: string): Promise<Result> =>
  readResult(join((await builtSite(page)).publicDirectory, 'results', id));

test.describe('pages with a write-up', () => {
  test('figures stand where the author put them, and numbers come from the result', async ({ page }) => {
    const { observation, features, evidence } = await resultOf(page, 'gru-2-layers');
    await page.goto(writeUpPath('gru-2-layers'));
    const text = page.getByRole('region', { name: 'Write-up', exact: true });
    await expect(text).toContainText(`a perplexity of ${observation.perplexity?.toFixed(1)}.`);
    await expect(text).toContainText(`${features[1]?.carriers} are commas`);
    await expect(text.locator('.byline')).toHaveText('A. Student 25 November 2026');
    const highlight = text.locator('figure.stretch').first();
    await expect(highlight.locator('.tokens bdi')).toHaveCount(81);
    await expect(highlight.locator('figcaption')).toContainText('The caption of the author.');
    await expect(text.locator('figure.spectra .multiples > li')).toHaveCount(2);
    const claim = evidence?.claims.find(({ feature, neuron }) => feature === 'commas' && neuron === 143);
    await expect(text.locator('figure.claim-in-short').first()).toContainText(claim ? headline(claim) : 'a claim');
    for (const figure of ['heatmap', 'surface', 'claim-excerpts']) {
      expect(await text.locator(`figure.${figure}`).count(), figure).toBeGreaterThan(0);
    }
    await expect(text).not.toContainText('Nothing was tested.');
  });

  test('the same text stays true of a result with tests and of one without', async ({ page }) => {
    await page.goto(writeUpPath('lstm-dots'));
    const text = page.getByRole('region', { name: 'Write-up', exact: true });
    await expect(text.locator('figure.claim-in-short')).toHaveCount(1);
    await expect(text).not.toContainText('No claim was tested');
    await page.goto(writeUpPath('no-curve'));
    await expect(text).toContainText('No claim was tested in this run');
    await expect(text.locator('figure.claim-in-short')).toHaveCount(0);
  });

  for (const id of ['gru-2-layers', 'hostile', 'lstm-dots']) {
    test(`the page of ${id} keeps its policy, and is accessible and narrow enough`, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(writeUpPath(id), { waitUntil: 'networkidle' });
      await expect(page.locator('h1')).toHaveCount(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(await violations(page)).toEqual([]);
    });
  }
});
