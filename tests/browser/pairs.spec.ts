/** The page of pairs: a reader chooses a neuron, by keyboard, from the address. */
import { pairNeurons } from '../fixtures/results/made-pairs.ts';
import { expect, test } from './pages.ts';

const { decides, tells } = pairNeurons;
const address = 'experiments/hostile/pairs/';

test('the claimed neuron stands there with lines that cross; another one that is chosen takes its place, with level ones, and the address keeps it', async ({
  page,
}) => {
  const heights = () =>
    page
      .locator('.dose svg path[stroke-width="3"], .dose svg g[stroke-width="3"] path')
      .evaluateAll((lines) => lines.map((line) => Math.round(line.getBoundingClientRect().height)));
  await page.goto(address);
  const figures = page.locator('[data-figures]');
  await expect(figures.getByRole('heading').first()).toHaveText(`Neuron ${decides}, word by word`);
  await expect(figures.locator('.dose svg')).toHaveCount(1);
  expect(Math.min(...(await heights()))).toBeGreaterThan(60);
  const list = page.getByLabel('Neuron', { exact: true });
  await list.focus();
  await list.selectOption(String(tells));
  await expect(figures.getByRole('heading').first()).toHaveText(`Neuron ${tells}, word by word`);
  await expect(figures).toContainText('Its value taken from the twin turns none of 80 preferences.');
  await expect(page).toHaveURL(new RegExp(`#neuron=${tells}$`));
  await page.reload();
  await expect(figures.getByRole('heading').first()).toHaveText(`Neuron ${tells}, word by word`);
  expect(Math.max(...(await heights()))).toBeLessThan(8);
  await page.getByRole('button', { name: 'Next neuron' }).press('Enter');
  await expect(figures.getByRole('heading').first()).toHaveText(`Neuron ${decides}, word by word`);
  await expect(page).not.toHaveURL(/#/);
});

test('a neuron that does not come is said, and the others can be chosen still', async ({ page, faults }) => {
  await page.route(/neuron-1-28\.json$/, (route) => route.fulfill({ status: 200, body: 'no' }));
  await page.goto(address);
  await page.getByLabel('Neuron', { exact: true }).selectOption(String(tells));
  await expect(page.locator('[data-status]')).toContainText(`Neuron ${tells} could not be loaded`);
  expect(faults).toEqual([]);
});
