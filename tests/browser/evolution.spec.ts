/** What a model wrote while it learned: the finished page steps through the epochs, coloured by the page's neuron. */
import { withEvolution } from '../fixtures/results/make-results.ts';
import { announced, expect, experimentPath, test } from './pages.ts';

const path = experimentPath(withEvolution);
const opened = `${path}#evolution`;
const tenths = (neuron: number, t: number) => ((7 * neuron + 3 * t) % 11) / 10;

test('folded it costs a line, like what is folded after it, and opens by keyboard', async ({ page }) => {
  await page.goto(path);
  await page.locator('details.rest > summary').click();
  const fold = page.locator('.made > details').first();
  const summary = fold.locator('> summary');
  await expect(summary).toHaveText('What it wrote while it learned');
  await expect(fold.locator('[data-evolution]')).toBeHidden();
  const heights = await page
    .locator('.made > details')
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(3);
  for (const height of heights) expect(height).toBeCloseTo(heights[1] ?? Number.NaN, 0);
  expect(heights[0]).toBeLessThan(60);
  await summary.focus();
  await page.keyboard.press('Enter');
  await expect(fold.locator('li:visible .tokens')).toHaveText('thecatsatdown');
  // Next by Tab stands what goes through it.
  await page.keyboard.press('Tab');
  await expect(fold.getByRole('slider', { name: 'Epoch' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(fold.locator('li:visible .tokens')).toHaveText('thecatthe<b>');
});

test('its address opens it, without JavaScript too, and its heading is in sight', async ({ browser, baseURL }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, baseURL });
    const page = await context.newPage();
    await page.goto(opened);
    await expect(page.locator('li:visible .tokens', { hasText: 'thecatsatdown' })).toHaveCount(1);
    await expect(page.getByRole('heading', { name: 'What it wrote while it learned' })).toBeInViewport({ ratio: 1 });
    await context.close();
  }
});

test('an address opens whatever it names, on a page that is open already too', async ({ page }) => {
  await page.goto(path);
  await expect(page.locator('#method')).not.toHaveAttribute('open');
  await page.evaluate(() => {
    location.hash = '#method';
  });
  await expect(page.locator('#method')).toHaveAttribute('open');
});

test('one goes through the epochs by a slider', async ({ page }) => {
  await page.goto(opened);
  const figure = page.locator('[data-evolution]');
  const shown = figure.locator('li:visible');
  const slider = figure.getByRole('slider', { name: 'Epoch' });
  await expect(shown).toHaveCount(1);
  await expect(shown).toContainText(/^\s*Epoch 2.*validation loss 4\.000/s);
  await expect(shown.locator('.tokens')).toHaveText('thecatsatdown');
  await slider.press('ArrowLeft');
  await expect(shown.locator('.tokens')).toHaveText('thecatthe<b>');
  await slider.press('Home');
  await expect(shown).toContainText('Before training');
  await expect(slider).toHaveAttribute('aria-valuetext', /^\s*Before training/);
});

test('the texts are coloured by the neuron that the page shows', async ({ page }) => {
  await page.goto(opened);
  const colours = () =>
    page
      .locator('[data-evolution] bdi')
      .evaluateAll((all) => all.map((each) => Number(each.style.getPropertyValue('--a'))));
  const wanted = (neuron: number) => Array.from({ length: 12 }, (_, t) => tenths(neuron, t));
  const near = (found: number[], neuron: number) => {
    // The output gate lies between 0 and 1: 1 is coordinate 1, 0 is -1 or 0 as the scale is drawn; the order is that of the values.
    const order = (values: number[]) => values.map((value) => values.filter((other) => other < value - 0.01).length);
    expect(order(found)).toEqual(order(wanted(neuron)));
  };
  const named = page.locator('[data-evolution-neuron]');
  near(await colours(), Number(await named.textContent()));
  await announced(page, 9);
  await expect(named).toHaveText('9');
  near(await colours(), 9);
});
