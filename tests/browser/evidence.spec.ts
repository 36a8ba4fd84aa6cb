/** The evidence on the pages: one table of claims, their numbers, figures and examples, whatever became of a claim. */

import { rungLabels, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { statusName, statusSigns } from '../../runner/words/rungs.ts';
import { headline, verdictPhrase } from '../../runner/words/verdict.ts';
import { expect, experimentPath, featurePath, test } from './pages.ts';

test('every claim is a row: its verdict first, then each rung by sign and word, and opened its headline', async ({
  page,
}) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const href = await page.getByRole('link', { name: 'All claims (JSON)' }).getAttribute('href');
  const { claims } = (await (await page.request.get(href ?? '')).json()) as { claims: Claim[] };
  expect(claims.length).toBe(4);
  await expect(page.locator('table.evidence')).toHaveCount(1);
  const seen = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const body = page.locator('table.evidence > tbody').nth(index);
    await expect(body.getByRole('rowheader').first()).toContainText(`Neuron ${claim.neuron}`);
    const cells = await body.locator('> tr').first().getByRole('cell').allTextContents();
    expect(cells[0]?.trim()).toBe(verdictPhrase(claim));
    for (const [at, rung] of rungNames.entries()) {
      const { status } = claim.rungs[rung];
      expect(cells[at + 2]?.replace(/\s+/g, ' ').trim()).toMatch(
        new RegExp(`^${statusSigns[status]} ${statusName(status)}`),
      );
      seen.add(status);
    }
    await body.locator('summary').first().click();
    await expect(body.locator('.sentence')).toHaveText(headline(claim));
  }
  expect([...seen].sort()).toEqual(['failed', 'not applicable', 'not run', 'not testable', 'passed']);
  for (const rung of rungNames) {
    await expect(page.getByRole('columnheader', { name: rungLabels[rung], exact: true })).toHaveCount(1);
  }
});

for (const id of ['lstm-dots', 'hostile']) {
  test(`on a laptop all columns of ${id} are in sight`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${experimentPath(id)}#evidence`);
    const table = page.locator('.scroll:has(> table.evidence)');
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });
}

test('a null result stands in the same row as one that holds', async ({ page }) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const cells = await page
    .locator('table.evidence > tbody > tr:first-child')
    .evaluateAll((rows) => rows.map((row) => row.children.length));
  expect(new Set(cells)).toEqual(new Set([8]));
});

test('without JavaScript the numbers, figures and examples of a claim can be opened', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const claim = page.locator('table.evidence > tbody').first();
  await expect(claim.locator('svg:visible')).toHaveCount(0);
  await claim.locator('summary').first().click();
  await expect(claim.locator('svg:visible')).toHaveCount(3);
  await claim.getByText('Numbers of every rung').click();
  const effect = claim.getByRole('row', { name: /^Local AUC \(0\.5: no effect\)/ });
  await expect(effect.getByRole('cell').last()).toHaveText(/^0\.\d{3} to 0\.\d{3}$/);
  await expect(claim.getByRole('region', { name: /^Direct effect of neuron \d+ on the output/ })).toBeVisible();
  await claim.getByText('Examples of all kinds').click();
  for (const kind of ['Highest', 'Lowest', 'From low to high', 'At random']) {
    await expect(claim.getByRole('heading', { name: kind })).toBeVisible();
  }
  await expect(claim.locator('.excerpts .tokens')).toHaveCount(20);
  await expect(claim.locator('.excerpts .m')).toHaveCount(20);
  await context.close();
});

test('what was not measured says why, as text', async ({ page }) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const claim = page.locator('table.evidence > tbody').nth(3);
  await claim.locator('summary').first().click();
  await claim.getByText('Numbers of every rung').click();
  await expect(
    claim.getByText(
      'Tokens with the feature stand beside others in 3 documents of a half, and the test needs them to in 10.',
    ),
  ).toHaveCount(2);
  await expect(claim.getByText('Set seeds=5 to train 5 networks and compare them.').first()).toBeVisible();
});

test('the neurons that carry a feature together, and the probe of the layer, stand below the table', async ({
  page,
}) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const group = page.locator('figure.group');
  await page.locator('#evidence > details > summary').click();
  await expect(group).toHaveCount(1);
  await expect(group.locator('svg')).toHaveCount(2);
  await expect(group.locator('svg').first()).toBeVisible();
  await expect(group).toContainText('All 5 together: 0.245 nats per token');
  await expect(group).toContainText('A linear probe of the whole layer reads the feature with a local AUC of 0.990');
});

test('what the leading neuron does is told beside its wrong state, or that nothing was shown', async ({ page }) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const href = await page.getByRole('link', { name: 'All claims (JSON)' }).getAttribute('href');
  const { claims } = (await (await page.request.get(href ?? '')).json()) as { claims: Claim[] };
  const does = claims.find(({ lead }) => lead)?.does;
  await expect(page.locator('#does .strip-row:not(.axis)')).toHaveCount(does?.tokens.length ?? 0);
  await expect(page.locator('#does h3')).toHaveText(['Where the feature is present', 'Where the feature is absent']);
  await page.goto(experimentPath('no-curve'));
  await expect(page.locator('#does, #believe, #evidence')).toHaveCount(0);
});

test('the first lines of a page give the verdict in words', async ({ page }) => {
  await page.goto(experimentPath('gru-2-layers'));
  const headline = await page.locator('tbody.lead .sentence').textContent();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(headline ?? 'a headline');
  await expect(page.locator('.badges li').first()).toHaveText('✔ Holds on new pages');
});

test('the address of a claim leads to its row', async ({ page }) => {
  await page.goto(featurePath('gru-2-layers', 'commas'));
  const anchor = await page.locator('table.evidence > tbody').last().getAttribute('id');
  await page.goto(`${featurePath('gru-2-layers', 'commas')}#${anchor}`);
  await expect(page.locator('table.evidence > tbody:target')).toBeInViewport();
});

test('a page without evidence says that no test was run, and one with it does not', async ({ page }) => {
  await page.goto(experimentPath('no-curve'));
  await expect(page.locator('.certainty')).toContainText('No test was run.');
  await expect(page.locator('.verdict')).toHaveCount(0);
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  await expect(page.locator('.certainty')).toContainText('Verdicts on 4 neurons');
  await expect(page.locator('main')).not.toContainText('No test was run');
});

test('the figures of a claim can be downloaded as drawings that need no style sheet', async ({ page }) => {
  await page.goto(`${experimentPath('lstm-dots')}#evidence`);
  const claim = page.locator('table.evidence > tbody').first();
  const links = await claim.locator('.downloads a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBe(7);
  for (const link of links) {
    const svg = await (await page.request.get(link)).text();
    expect(svg).not.toContain('var(');
    const drawn = await page.evaluate((text) => {
      const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return `${documentElement.localName} ${documentElement.querySelector('title')?.textContent}`;
    }, svg);
    expect(drawn).toMatch(/^svg .*neuron \d+ /);
    expect(drawn).toContain('“sentence end”');
  }
});

test('the gallery shows the verdict of each tested experiment in words', async ({ page }) => {
  await page.goto('');
  const tested = page.locator('.card', { has: page.locator('.verdict') });
  await expect(tested).toHaveCount(8);
  await expect(tested.first().locator('.verdict')).toContainText('the network uses it');
});

test('the methods page explains every rung, with sources that lead to the works cited', async ({ page }) => {
  await page.goto('methods/');
  for (const rung of rungNames) {
    const section = page.locator(`#rung-${rung}`);
    await expect(section.locator('strong').first()).toContainText('?');
    expect(await section.getByRole('list', { name: 'Sources' }).getByRole('link').count()).toBeGreaterThan(0);
  }
});

test('no page speaks of rungs by codes', async ({ page }) => {
  for (const path of ['', 'methods/', 'glossary/', 'compare/', experimentPath('lstm-dots')]) {
    await page.goto(path);
    expect((await page.locator('main').textContent())?.match(/\bE[1-7]\b/g) ?? [], path).toEqual([]);
  }
});

test('the methods page shows the rates of the calibration with their intervals and verdicts', async ({ page }) => {
  await page.goto('methods/');
  const rungs = page.getByRole('region', { name: 'How often each rung passed' });
  // 92 of 1,000, by the quantiles of the beta distribution (SciPy); the invented interval is another.
  await expect(rungs.getByRole('row', { name: /Held out nothing/ })).toHaveText(
    /9\.2% \(7\.5% to 11\.2%\) of 1,000\s*9\.2% \(7\.4% to 11%\) of 1,000, trend along documents\s*✖\s*not as it should/,
  );
  await expect(rungs.getByRole('row', { name: /Held out something/ })).toHaveText(/not tried/);
});
