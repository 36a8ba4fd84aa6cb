/** What a model wrote while it learned: the finished page steps through the epochs, coloured by the page's neuron. */
import { withEvolution } from '../fixtures/results/make-results.ts';
import { expect, stylesOf, test } from './pages.ts';

const address = `experiments/${withEvolution}/`;

test('folded it costs a line, like what is folded after it; by keyboard it opens and goes through the epochs, coloured by the neuron that the page shows', async ({
  page,
}) => {
  await page.goto(address);
  await page.locator('details.rest > summary').click();
  const folds = page.locator('.made > details');
  const fold = folds.first();
  const shown = fold.locator('li:visible');
  await expect(fold.locator('> summary')).toHaveText('What it wrote while it learned');
  await expect(fold.locator('[data-evolution]')).toBeHidden();
  const heights = await folds.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(3);
  for (const height of heights) expect(height).toBeCloseTo(heights[1] ?? Number.NaN, 0);
  expect(heights[0]).toBeLessThan(60);
  await fold.locator('> summary').focus();
  await page.keyboard.press('Enter');
  await expect(shown).toContainText(/^\s*Epoch 2.*validation loss 4\.000/s);
  await expect(shown.locator('.tokens')).toHaveText('thecatsatdown');
  // Next by Tab stands what goes through it.
  await page.keyboard.press('Tab');
  const slider = fold.getByRole('slider', { name: 'Epoch' });
  await expect(slider).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(shown.locator('.tokens')).toHaveText('thecatthe<b>');
  await slider.press('Home');
  await expect(shown).toContainText('Before training');
  await expect(slider).toHaveAttribute('aria-valuetext', /^\s*Before training/);

  const tenths = (neuron: number) => Array.from({ length: 12 }, (_, t) => ((7 * neuron + 3 * t) % 11) / 10);
  // The output gate lies between 0 and 1: 1 is coordinate 1, 0 is -1 or 0 as the scale is drawn; the order is that of the values.
  const order = (values: number[]) => values.map((value) => values.filter((other) => other < value - 0.01).length);
  const colours = async () => order((await stylesOf(page, '[data-evolution] bdi')).map(Number));
  const named = page.locator('[data-evolution-neuron]');
  expect(await colours()).toEqual(order(tenths(Number(await named.textContent()))));
  // The reader chooses a neuron in another figure of the page.
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('chosenneuron', { detail: 9 })));
  await expect(named).toHaveText('9');
  expect(await colours()).toEqual(order(tenths(9)));
});
