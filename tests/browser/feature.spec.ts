/** The page of a feature: any neuron by chip, number, dot and key, and what stands there without a script. */
import { violations } from './accessible.ts';
import { expect, pastTensePath, test } from './pages.ts';

test('a chip colours the passage, and cards, columns and address follow; going back undoes it', async ({ page }) => {
  await page.goto(pastTensePath);
  const chips = page.locator('[data-teller]');
  const second = (await chips.nth(1).getAttribute('data-teller')) ?? '';
  const colours = () =>
    page
      .locator('[data-tokens] bdi')
      .evaluateAll((all) => all.map((each) => (each as HTMLElement).style.getPropertyValue('--a').trim()).join());
  const [before, cards] = [await colours(), await page.locator('[data-cards]').textContent()];
  await chips.nth(1).click();
  await expect(page.locator('[data-passage-title]')).toHaveText(
    new RegExp(`^Neuron ${second} at this passage: [↑↓]\\s0\\.\\d\\d$`),
  );
  await expect(chips.nth(1)).toHaveAttribute('aria-current', 'true');
  await expect.poll(colours).not.toBe(before);
  expect(await page.locator('[data-cards]').textContent()).not.toBe(cards);
  await expect(page).toHaveURL(new RegExp(`#neuron=${second}$`));
  expect(await violations(page, ['main'])).toEqual([]);
  await page.goBack();
  await expect(chips.first()).toHaveAttribute('aria-current', 'true');
  await expect.poll(colours).toBe(before);
});

test('arrow keys go from rank to rank in the swarm, and from token to token with what is expected next', async ({
  page,
}) => {
  await page.goto(pastTensePath);
  const swarm = page.locator('[data-swarm]');
  await swarm.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[data-swarm-said]')).toHaveText(/^Neuron \d+: [↑↓]\s0\.\d\d/);
  const first = page.url();
  await page.keyboard.press('ArrowLeft');
  await expect(page).not.toHaveURL(first);
  await page.locator('[data-tokens]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-readout]')).toHaveText(/^“.*”: −?\d\.\d\d\./);
  await expect(page.locator('[data-readout]')).toContainText('What comes:');
});

test('a dot chooses its neuron, and one that is not among the best says its score', async ({ page }) => {
  await page.goto(`${pastTensePath}#neuron=0`);
  await expect(page.locator('[data-cards]')).toContainText('Neuron 0 scores');
  const ring = page.locator('[data-ring]').first();
  const named = await ring.getAttribute('data-ring');
  await ring.hover({ force: true });
  await page.mouse.down();
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`#neuron=${named}$`));
});

test('on a phone the columns are tabs, and nothing moves while the page loads', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as unknown as { value: number }[];
      document.documentElement.dataset.shift = String(
        Number(document.documentElement?.dataset.shift ?? 0) + shifts.reduce((sum, { value }) => sum + value, 0),
      );
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(pastTensePath, { waitUntil: 'networkidle' });
  expect(Number(await page.locator('html').getAttribute('data-shift'))).toBeLessThan(0.01);
  const sections = page.locator('.columns section');
  await expect(sections.nth(0)).toBeVisible();
  await expect(sections.nth(2)).toBeHidden();
  await page.getByRole('button', { name: 'False alarms' }).click();
  await expect(sections.nth(2)).toBeVisible();
  await expect(sections.nth(0)).toBeHidden();
});

test('without a script the best neuron stands whole', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(pastTensePath);
  await expect(page.locator('.test-card')).toHaveCount(3);
  await expect(page.locator('.columns section')).toHaveCount(3);
  // A question that nobody asked is said to be one, in words that are seen.
  for (const state of await page.locator('.teller small').allInnerTexts())
    expect(state).toMatch(/used: not asked|✔ used|✖ used: failed/);
  await expect(page.locator('.tellers .key').first()).toContainText('· not asked');
  await expect(page.locator('main')).toContainText('A tagger decided which words carry this');
  await expect(page.locator('[data-tokens] bdi.f').first()).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  const file = await page.request.get(`${baseURL}${pastTensePath.replace(/\/$/, '.json')}`);
  expect((await file.json()).best.length).toBeGreaterThan(0);
  await context.close();
});
