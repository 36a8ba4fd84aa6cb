/** Every neuron by its address, on the page of all. */
import { violations } from './accessible.ts';
import { askedBy, expect, settled, stylesOf, test } from './pages.ts';

test('a number behind the address shows its neuron, and another one follows', async ({ page }) => {
  await page.goto('experiments/hostile/neurons/#3');
  await expect(page.locator('[data-number]')).toHaveText('3');
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page).toHaveURL(/#4$/);
  await expect(page.locator('[data-number]')).toHaveText('4');
  await page.goBack();
  await expect(page.locator('[data-number]')).toHaveText('3');
  const own = await page.locator('[data-own-page]').getAttribute('href');
  expect(own).toMatch(/neurons\/(?:#3|3\/)$/);
});

test('a sentence of one’s own is typed on the page of a neuron, which colours it, and nothing comes for it unasked', async ({
  page,
}) => {
  const fetched = askedBy(page);
  await page.goto('experiments/no-curve/neurons/#4');
  await settled(page);
  expect(fetched.filter((url) => /weights\.|model\.json|worker/.test(url))).toEqual([]);
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(page.getByLabel('Neuron to watch')).toHaveValue('4');
  await page.getByLabel('Your text').fill('the cat saw');
  await expect(page.locator('[data-live-status]')).toHaveText(/^Read 5 tokens\./);
  await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 4');
  const colours = () => stylesOf(page, '[data-live-tokens] bdi');
  const ofFour = await colours();
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 5');
  await expect.poll(colours).not.toEqual(ofFour);
  expect(await violations(page, ['#live'])).toEqual([]);
});
