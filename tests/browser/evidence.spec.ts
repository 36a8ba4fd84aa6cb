/** The evidence on the pages: badges, numbers, figures and examples, whatever became of a claim. */
import type { Claim } from '../../runner/results/evidence-schema-1.ts';
import { expect, experimentPath, test } from './pages.ts';

const rungs = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'];

test('every claim stands on the page with all its rungs, each by sign and word, and its sentence', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const href = await page.getByRole('link', { name: 'All claims (JSON)' }).getAttribute('href');
  const claims = (await (await page.request.get(href ?? '')).json()) as Claim[];
  expect(claims.length).toBe(4);
  const seen = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const article = page.locator('article.claim').nth(index);
    await expect(article.getByRole('heading', { level: 4 })).toContainText(`Neuron ${claim.neuron}`);
    await expect(article.locator('.sentence')).toHaveText(claim.sentence);
    const badge = article.getByRole('list', { name: `Tests of neuron ${claim.neuron}` });
    const entries = await badge.getByRole('listitem').allTextContents();
    expect(entries.map((entry) => /E\d/.exec(entry)?.[0])).toEqual(rungs);
    for (const [at, name] of rungs.entries()) {
      const { status } = claim.rungs[name as keyof Claim['rungs']];
      expect(entries[at]?.replace(/\s+/g, ' ').trim()).toMatch(new RegExp(`^[✔✖–·] ${name} .*: ${status}$`));
      seen.add(status);
    }
  }
  expect([...seen].sort()).toEqual(['failed', 'not run', 'not testable', 'passed']);
});

test('a null result has the same parts in the same order as one that holds', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const parts = await page
    .locator('article.claim')
    .evaluateAll((all) => all.map((article) => [...article.children].map((child) => child.tagName).join(' ')));
  expect(new Set(parts).size).toBe(1);
});

test('without JavaScript the numbers, figures and examples of a claim can be opened', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(experimentPath('lstm-dots'));
  const claim = page.locator('article.claim').first();
  await expect(claim.locator('svg:visible')).toHaveCount(2);
  await claim.getByText('Numbers of every rung').click();
  const effect = claim.getByRole('row', { name: /^Local AUC \(0\.5: no effect\)/ });
  await expect(effect.getByRole('cell').last()).toHaveText(/^0\.\d{3} to 0\.\d{3}$/);
  await claim.getByText('Controls and causes').click();
  await expect(claim.locator('svg:visible')).toHaveCount(6);
  await expect(claim.getByRole('table', { name: /^What the neuron does to the next token/ })).toBeVisible();
  await claim.getByText('Examples of all kinds').click();
  for (const kind of ['Highest', 'Lowest', 'From low to high', 'At random']) {
    await expect(claim.getByRole('heading', { name: kind })).toBeVisible();
  }
  await expect(claim.locator('.excerpts .tokens')).toHaveCount(20);
  await expect(claim.locator('.excerpts .m')).toHaveCount(20);
  await context.close();
});

test('what was not measured says why, as text', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const claim = page.locator('article.claim').nth(3);
  await claim.getByText('Controls and causes').click();
  await expect(claim.getByText('not testable: Fewer than 24 documents carry the feature <b>&amp;</b>.')).toHaveCount(2);
  await claim.getByText('Examples of all kinds').click();
  await expect(claim.getByText('No examples: It needs five seeds')).toBeVisible();
});

test('the first line of a page links to the evidence on its neuron', async ({ page }) => {
  await page.goto(experimentPath('gru-2-layers'));
  await page
    .getByRole('link', { name: /^The evidence on neuron/ })
    .nth(1)
    .click();
  await expect(page).toHaveURL(/#feature-2-neuron-\d+$/);
  await expect(page.locator('article.claim:target')).toBeInViewport();
});

test('a page without evidence says that no test was run, and one with it does not', async ({ page }) => {
  await page.goto(experimentPath('no-curve'));
  await expect(page.locator('.certainty')).toContainText('No test was run.');
  await expect(page.locator('.badge')).toHaveCount(0);
  await page.goto(experimentPath('lstm-dots'));
  await expect(page.locator('.certainty')).toContainText('Of 4 neurons tested');
  await expect(page.locator('main')).not.toContainText('No test was run');
});

test('the rhythm of each neuron is told with its control', async ({ page }) => {
  await page.goto(experimentPath('lstm-spaces'));
  const section = page.locator('#rhythm');
  for (const status of ['passed', 'failed', 'not testable']) {
    await expect(section.getByRole('cell', { name: status, exact: true })).toHaveCount(1);
  }
  await expect(section.locator('svg')).toHaveCount(2);
  await expect(section.locator('svg').first()).toBeVisible();
  await expect(section.getByText('explained by the token classes')).toBeVisible();
});

test('the figures of a claim can be downloaded as drawings that need no style sheet', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const claim = page.locator('article.claim').first();
  const links = await claim.locator('.downloads a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBe(6);
  for (const link of links) {
    const svg = await (await page.request.get(link)).text();
    expect(svg).not.toContain('var(');
    const drawn = await page.evaluate((text) => {
      const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return `${documentElement.localName} ${documentElement.querySelector('title')?.textContent}`;
    }, svg);
    expect(drawn).toMatch(/^svg sentence end, neuron \d+: /);
  }
});

test('the gallery shows the badge of each tested experiment', async ({ page }) => {
  await page.goto('');
  const tested = page.locator('.card', { has: page.locator('.badge') });
  await expect(tested).toHaveCount(7);
  await expect(tested.first().locator('.badge li')).toHaveCount(7);
});

test('the methods page explains every rung, with sources that lead to the works cited', async ({ page }) => {
  await page.goto('methods/');
  for (const rung of rungs) {
    const section = page.locator(`#${rung.toLowerCase()}`);
    await expect(section).toContainText('Passed when');
    expect(await section.getByRole('list', { name: 'Sources' }).getByRole('link').count()).toBeGreaterThan(0);
  }
});

test('the methods page shows the rates of the calibration with their intervals and verdicts', async ({ page }) => {
  await page.goto('methods/');
  const nulls = page.getByRole('table', { name: 'Nothing to be found' });
  await expect(nulls.getByRole('row', { name: /E3/ })).toHaveText(
    /9\.2%\s*7\.4% to 11%\s*3% to 7%\s*✖ not as it should/,
  );
  const mutants = page.getByRole('table', { name: 'The test broken on purpose' });
  await expect(mutants.getByRole('row', { name: /tokens permuted/ })).toHaveText(/60%.*not 3% to 7%\s*✔ found out/s);
});
