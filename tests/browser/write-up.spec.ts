/** Write-ups: the author's figures and numbers on the page, whatever the result holds, and what a mistake is told. */

import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate/node';
import { htmlRules } from '../../runner/publish/page-rules.ts';
import { type Served, serveFolder } from '../../runner/publish/serve.ts';
import { readResult } from '../../runner/results/read.ts';
import type { Result } from '../../runner/results/schema.ts';
import { headline } from '../../runner/words/verdict.ts';
import { evidenceOf } from '../../site/words/claims.ts';
import { type Case, cases } from '../fixtures/results/cases.ts';
import { buildTimeout } from '../one-build.ts';
import { violations } from './accessible.ts';
import { type BuiltSite, base, buildSite } from './build-site.ts';
import { expect, experimentPath, test } from './pages.ts';

const chosen = cases.filter(({ id }) => ['gru-2-layers', 'hostile', 'lstm-dots'].includes(id));
const untested: Case[] = cases
  .filter(({ id }) => id === 'lstm-dots')
  .map((each) => ({ ...each, id: 'untested', evidence: 'none' }));

test.describe('pages with a write-up', () => {
  test.describe.configure({ mode: 'default' });
  let site: BuiltSite;
  let served: Served;
  const address = (id: string): string => `${served.origin}${base}${experimentPath(id)}write-up/`;
  const result = async (id: string): Promise<Result> => readResult(join(site.publicDirectory, 'results', id));

  test.beforeAll(async () => {
    // Four pages are built first.
    test.setTimeout(buildTimeout);
    site = await buildSite([...chosen, ...untested], async (publicDirectory) => {
      const experiments = join(publicDirectory, '..', 'experiments');
      await cp(join('tests', 'fixtures', 'write-ups'), experiments, { recursive: true });
      for (const id of ['lstm-dots', 'untested']) {
        await copyFile(join('experiments', 'lstm-dots.mdx'), join(experiments, `${id}.mdx`));
      }
    });
    expect(site.exitCode, site.output).toBe(0);
    served = await serveFolder(site.dist, base);
  });
  test.afterAll(async () => {
    served.close();
    await site.remove();
  });

  test('figures stand where the author put them, and numbers come from the result', async ({ page }) => {
    const { observation, features, evidence } = await result('gru-2-layers');
    await page.goto(address('gru-2-layers'));
    const text = page.getByRole('region', { name: 'Write-up', exact: true });
    await expect(text).toContainText(`a perplexity of ${observation.perplexity?.toFixed(1)}.`);
    await expect(text).toContainText(`${features[1]?.carriers} are commas`);
    await expect(text.locator('.byline')).toHaveText('A. Student 25 November 2026');
    const highlight = text.locator('figure.stretch').first();
    await expect(highlight.locator('.tokens bdi')).toHaveCount(81);
    await expect(highlight.locator('figcaption')).toContainText('The caption of the author.');
    await expect(text.locator('figure.spectra .multiples > li')).toHaveCount(2);
    const claim = evidenceOf({ evidence })?.claims.find(
      ({ feature, neuron }) => feature === 'commas' && neuron === 143,
    );
    await expect(text.locator('figure.claim-in-short').first()).toContainText(claim ? headline(claim) : 'a claim');
    for (const figure of ['heatmap', 'surface', 'claim-excerpts', 'rhythms']) {
      expect(await text.locator(`figure.${figure}`).count(), figure).toBeGreaterThan(0);
    }
    await expect(text).not.toContainText('Nothing was tested.');
  });

  test('the same text stays true of a result with tests and of one without', async ({ page }) => {
    await page.goto(address('lstm-dots'));
    const text = page.getByRole('region', { name: 'Write-up', exact: true });
    await expect(text.locator('figure.claim-in-short')).toHaveCount(1);
    await expect(text).not.toContainText('No claim was tested');
    await page.goto(address('untested'));
    await expect(text).toContainText('No claim was tested in this run');
    await expect(text.locator('figure.claim-in-short')).toHaveCount(0);
  });

  for (const id of ['gru-2-layers', 'hostile', 'lstm-dots']) {
    test(`the page of ${id} keeps its policy, and is accessible, valid and narrow enough`, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(address(id), { waitUntil: 'networkidle' });
      await expect(page.locator('h1')).toHaveCount(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(await violations(page)).toEqual([]);
      const html = await readFile(join(site.dist, 'experiments', id, 'write-up', 'index.html'), 'utf8');
      const validate = new HtmlValidate({ extends: [...htmlRules.extends], rules: { ...htmlRules.rules } });
      const report = await validate.validateString(html);
      expect(
        report.results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line} ${message}`)),
      ).toEqual([]);
    });
  }
});

test('a write-up that asks for what is not there stops the build with its file, line and what there is', async () => {
  test.setTimeout(buildTimeout);
  const site = await buildSite(cases.slice(0, 1), (publicDirectory) =>
    writeFile(
      join(publicDirectory, '..', 'experiments', 'lstm-dots.mdx'),
      '---\nauthor: A\n---\n\nText.\n\n<Heatmap feature="commas" />\n',
    ),
  );
  expect(site.exitCode).not.toBe(0);
  expect(site.output).toContain(
    'lstm-dots.mdx:7: <Heatmap feature="commas">: this experiment has no feature "commas"; it has "sentence end".',
  );
  await site.remove();
});
