/** Every neuron by its address: on the page of all, as a file, on a card, in a list. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { violations } from './accessible.ts';
import { builtSite, expect, neuronPaths, neuronsPath, test } from './pages.ts';

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

test('one at random is shown, and those that are kept stand in the address with their note', async ({ page }) => {
  await page.goto(neuronsPath);
  await page.getByRole('button', { name: 'A neuron at random' }).click();
  await expect(page).toHaveURL(/#\d+$/);
  await page.waitForLoadState('networkidle');
  await page.goto(`${neuronsPath}?neurons=3,5&note=two%20of%20them`);
  await expect(page.getByRole('heading', { name: 'two of them' })).toBeVisible();
  await expect(page.locator('[data-list-cards] > li')).toHaveCount(2);
  await expect(page.locator('[data-list-cards] > li').first()).toContainText('Neuron 3');
  await page.getByRole('button', { name: 'Keep this one in a list' }).click();
  await expect(page.locator('[data-list-cards] > li')).toHaveCount(3);
  await page.getByLabel('Note on the list').fill('three');
  await expect(page).toHaveURL(/\?neurons=3,5,\d+&note=three$/);
  expect(await violations(page, ['main'])).toEqual([]);
});

test('each has a file and a card, which weighs under 20 KB with all that it loads and needs no script', async ({
  page,
  browser,
  baseURL,
}) => {
  const file = await (await page.request.get(`${neuronsPath}5.json`)).json();
  expect(file.neuron).toBe(5);
  expect(Object.keys(file.effects).length).toBeGreaterThan(2);
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto(`${neuronsPath}card/#5`, { waitUntil: 'networkidle' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Neuron 5');
  await expect(page.locator('.tokens')).toBeVisible();
  let bytes = 0;
  // As they are compressed on their way.
  for (const address of loaded) bytes += gzipSync(await (await page.request.get(address)).body()).length;
  expect(loaded.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(20_000);
  expect(await violations(page)).toEqual([]);
  const { dist } = await builtSite(page);
  const [claimed = ''] = neuronPaths;
  expect((await stat(join(dist, decodeURIComponent(claimed), 'card/index.html'))).size).toBeLessThan(20_000);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const bare = await context.newPage();
  await bare.goto(`${baseURL}${claimed}card/`);
  await expect(bare.locator('.tokens')).toBeVisible();
  await context.close();
});

test('a sentence of one’s own is typed on the page of a neuron, which colours it, and nothing comes for it unasked', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto('experiments/no-curve/neurons/#4', { waitUntil: 'networkidle' });
  expect(fetched.filter((url) => /weights\.safetensors|model\.json|worker|own-marks/.test(url))).toEqual([]);
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
