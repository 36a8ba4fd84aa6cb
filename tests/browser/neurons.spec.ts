/** Every neuron by its address: on the page of all, and as a file. */
import { violations } from './accessible.ts';
import { expect, neuronsPath, test } from './pages.ts';

test('a number behind the address shows its neuron, and another one follows', async ({ page }) => {
  await page.goto(`${neuronsPath}#3`);
  await expect(page.locator('[data-number]')).toHaveText('3');
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page).toHaveURL(/#4$/);
  await expect(page.locator('[data-number]')).toHaveText('4');
  await page.goBack();
  await expect(page.locator('[data-number]')).toHaveText('3');
  const own = await page.locator('[data-own-page]').getAttribute('href');
  expect(own).toMatch(/neurons\/(?:#3|3\/)$/);
});

test('each has a file', async ({ page }) => {
  const file = await (await page.request.get(`${neuronsPath}5.json`)).json();
  expect(file.neuron).toBe(5);
  expect(Object.keys(file.effects).length).toBeGreaterThan(2);
});

test('a sentence of one’s own is typed on the page of a neuron, which colours it, and nothing comes for it unasked', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto('experiments/no-curve/neurons/#4', { waitUntil: 'networkidle' });
  expect(fetched.filter((url) => /weights\.|model\.json|worker/.test(url))).toEqual([]);
  await page.getByRole('button', { name: /^Load the model/ }).click();
  await expect(page.getByLabel('Neuron to watch')).toHaveValue('4');
  await page.getByLabel('Your text').fill('the cat saw');
  await expect(page.locator('[data-live-status]')).toHaveText(/^Read 5 tokens\./);
  await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 4');
  const colours = (): Promise<string[]> =>
    page
      .locator('[data-live-tokens] bdi')
      .evaluateAll((all) => all.map((t) => (t as HTMLElement).style.getPropertyValue('--a')));
  const ofFour = await colours();
  await page.getByRole('button', { name: 'Next neuron' }).click();
  await expect(page.locator('[data-live-shown]')).toHaveText('Neuron 5');
  await expect.poll(colours).not.toEqual(ofFour);
  expect(await violations(page, ['#live'])).toEqual([]);
});
