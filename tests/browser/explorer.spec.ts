/** Choosing tokens and seeing which neurons answer. Expected ranks are computed here, from the bytes of the side-cars. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './accessible.ts';
import { builtSite, expect, experimentPath, test } from './pages.ts';

const id = 'lstm-dots';
const units = 672;
const tokens = 406;
const listed = 12;

/** A neuron's steps over the text, [tokens], read straight from the file format's definition. */
async function rows(page: Page, file: string): Promise<{ scale: number; steps: number[] }[]> {
  const { publicDirectory } = await builtSite(page);
  const bytes = await readFile(join(publicDirectory, 'results', id, file));
  return Array.from({ length: units }, (_, neuron) => ({
    scale: bytes.readFloatLE(4 * neuron),
    steps: Array.from({ length: tokens }, (_, t) => bytes.readInt8(4 * units + neuron * tokens + t)),
  }));
}

interface Ranks {
  higher: string[];
  lower: string[];
}

/** Both lists as they must read: AUC by all pairs, equal ones by the standardised difference of the means. */
async function expected(page: Page, file: string, chosen: readonly number[]): Promise<Ranks> {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const all = (await rows(page, file)).map(({ steps }, neuron) => {
    const inside = chosen.map((t) => steps[t] ?? 0);
    const outside = steps.filter((_, t) => !chosen.includes(t));
    let wins = 0;
    for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0;
    const centre = mean(steps);
    const spread = Math.sqrt(mean(steps.map((v) => (v - centre) ** 2)));
    const difference = spread === 0 ? 0 : (mean(inside) - mean(outside)) / spread;
    return { neuron, auc: wins / (inside.length * outside.length), difference };
  });
  const text = ({ neuron, auc }: { neuron: number; auc: number }) => `Neuron ${neuron} AUC ${auc.toFixed(2)}`;
  const falling = [...all].sort((a, b) => b.auc - a.auc || b.difference - a.difference);
  const rising = [...all].sort((a, b) => a.auc - b.auc || a.difference - b.difference);
  return { higher: falling.slice(0, listed).map(text), lower: rising.slice(0, listed).map(text) };
}

async function expectRanks(page: Page, { higher, lower }: Ranks): Promise<void> {
  await expect(page.locator('[data-higher] a')).toHaveText(higher);
  await expect(page.locator('[data-lower] a')).toHaveText(lower);
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, k) => first + k);
const chosen = (page: Page, text = 'observed'): Promise<number[]> =>
  page
    .locator(`[data-text="${text}"] bdi`)
    .evaluateAll((all) => all.flatMap((token, t) => (token.classList.contains('s') ? [t] : [])));
const token = (page: Page, position: number) => page.locator('[data-text="observed"] bdi').nth(position);

test('a stretch drawn with the mouse ranks all neurons', async ({ page }) => {
  await page.goto(experimentPath(id));
  await token(page, 14).scrollIntoViewIfNeeded();
  const [from, to] = [await token(page, 8).boundingBox(), await token(page, 14).boundingBox()];
  if (!from || !to) throw new Error('the tokens are not shown');
  await page.mouse.move(from.x + 1, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
  await expectRanks(page, await expected(page, 'observed.output.1.i8', range(8, 14)));
  await expect.poll(() => chosen(page)).toEqual(range(8, 14));
  await expect(page.locator('[data-chosen]')).toHaveText(/^7 tokens, “/);
  await expect(page).toHaveURL(/select=8-14/);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all (CSV)' }).click();
  const table = (await readFile(await (await saved).path(), 'utf8')).trimEnd().split('\r\n');
  expect(table.length).toBe(1 + units);
  const { higher, lower } = await expected(page, 'observed.output.1.i8', range(8, 14));
  const line = (text = '') =>
    text.replace(/^(\d+),([^,]+),.*$/, (_, n, auc) => `Neuron ${n} AUC ${Number(auc).toFixed(2)}`);
  expect([line(table[1]), line(table.at(-1))]).toEqual([higher[0], lower[0]]);
});

test('what cannot be loaded is said, and chosen again it is tried again', async ({ page, faults }) => {
  await page.route('**/*.i8', (route) => route.abort());
  await page.goto(experimentPath(id));
  const pattern = page.getByLabel('Pattern of a whole token');
  await pattern.fill('[.]');
  await expect(page.locator('[data-chosen]')).toContainText('could not be loaded');
  await page.unroute('**/*.i8');
  await pattern.fill('[.?]');
  await expect(page.locator('[data-chosen]')).toContainText('match');
  await expect(page.locator('[data-higher] a[href]')).toHaveCount(listed);
  // The aborted request is this test's own doing.
  faults.length = 0;
});

test('by keyboard: choose a stretch, follow a neuron, let go', async ({ page }) => {
  await page.goto(experimentPath(id));
  const text = page.locator('[data-text="observed"] [data-tokens]');
  await text.focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+ArrowRight');
  const ranks = await expected(page, 'observed.output.1.i8', range(2, 5));
  await expectRanks(page, ranks);
  const second = page.locator('[data-higher] a').nth(1);
  for (let k = 0; k < 40 && !(await second.evaluate((link) => link === document.activeElement)); k++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const neuron = /Neuron (\d+)/.exec(ranks.higher[1] ?? '')?.[1] ?? '';
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${neuron}`);
  await expect(second).toBeFocused();
  await expect(second).toHaveAttribute('aria-current', 'true');
  await expect(page).toHaveURL(new RegExp(`neuron=${neuron}&text=observed&select=2-5&token=5$`));
  await page.goBack();
  await expect(page.locator('[data-shown]')).not.toHaveText(`Neuron ${neuron}`);
  await expect.poll(() => chosen(page)).toEqual(range(2, 5));
  await text.focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => chosen(page)).toEqual([]);
  await expect(page.locator('[data-higher] a[href]')).toHaveCount(0);
});

test('a pattern ranks the neurons like the tokens it matches, in any component and text', async ({ page }) => {
  await page.goto(experimentPath(id));
  const carriers = (text: string): Promise<number[]> =>
    page
      .locator(`[data-text="${text}"] bdi`)
      .evaluateAll((all) => all.flatMap((each, t) => (each.classList.contains('f') ? [t] : [])));
  const pattern = page.getByLabel('Pattern of a whole token');
  await pattern.fill('[.?!]');
  await expectRanks(page, await expected(page, 'observed.output.1.i8', await carriers('observed')));
  await expect.poll(() => chosen(page)).toEqual(await carriers('observed'));
  await page.getByLabel('Component', { exact: true }).selectOption('hidden state, layer 1');
  await expectRanks(page, await expected(page, 'observed.hidden.1.i8', await carriers('observed')));
  await page.getByRole('radio', { name: 'sampled', exact: true }).check();
  await expectRanks(page, await expected(page, 'sampled.hidden.1.i8', await carriers('sampled')));

  await pattern.fill('(');
  await expect(page.locator('[data-chosen]')).toContainText('Invalid regular expression');
  await expect(pattern).toHaveAttribute('aria-invalid', 'true');
  await pattern.fill('qqq');
  await expect(page.locator('[data-chosen]')).toContainText('No token of this text matches');
  await pattern.fill('[^]*');
  await expect(page.locator('[data-chosen]')).toContainText('nothing to compare');
  await expect(page.locator('[data-higher] a[href]')).toHaveCount(0);
});

test('a pattern that never ends stops no page that it is opened on, typed or in an address', async ({ page }) => {
  const endless = `${'('.repeat(12)}\\p{L}+${')+'.repeat(12)}!`;
  await page.goto(`${experimentPath(id)}#neuron=3&text=observed&pattern=${encodeURIComponent(endless)}`);
  await expect(page.locator('[data-chosen]')).toContainText('it takes seconds for one token alone');
  const pattern = page.getByLabel('Pattern of a whole token');
  await pattern.fill('[.]');
  await expect(page.locator('[data-chosen]')).toContainText('tokens match');
  await pattern.fill(endless);
  await page.getByRole('radio', { name: 'sampled', exact: true }).check();
  await expect(page.locator('[data-chosen]')).toContainText('it takes seconds');
});

test('an address brings back everything that was shown', async ({ page, context }) => {
  await page.goto(experimentPath(id));
  await page.getByRole('radio', { name: 'sampled', exact: true }).check();
  await page.getByLabel('Component', { exact: true }).selectOption('cell state, layer 1');
  await page.getByLabel('Neuron (0 to 671)').fill('300');
  await page.getByLabel('Pattern of a whole token').fill('[,;]|w.*d&x=#');
  await page.locator('[data-text="sampled"] bdi').nth(20).click();
  await page.getByText('One token: all components').click();
  const shown = (of: Page) =>
    of.locator('.reading').evaluate((figure) => ({
      words: figure.textContent,
      marked: figure.querySelectorAll('.s').length,
      open: figure.querySelector<HTMLDetailsElement>('details:has([data-details-status])')?.open,
      pattern: figure.querySelector<HTMLInputElement>('[data-pattern]')?.value,
      neuron: figure.querySelector<HTMLInputElement>('[data-choose-neuron]')?.value,
    }));
  await expect(page).toHaveURL(/token=20&details=1$/);
  await expect(page.locator('[data-details-status]')).toContainText('Neuron 300 at token 20');
  await expect(page.locator('[data-higher] a[href]')).not.toHaveCount(0);
  await page.mouse.move(0, 0);
  const before = await shown(page);
  expect(before).toMatchObject({ open: true, neuron: '300' });
  expect(before.marked).toBeGreaterThan(5);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-details-status]')).toContainText('Neuron 300 at token 20');
  await expect(other.locator('[data-higher] a[href]')).not.toHaveCount(0);
  await expect.poll(() => shown(other)).toEqual(before);
});

test('an address that asks for what is not there is answered with what is', async ({ page }) => {
  await page.goto(`${experimentPath(id)}#neuron=5000&text=observed&component=soul.1&select=400-900&token=9999`);
  await expect(page.locator('[data-shown]')).toHaveText('Neuron 671');
  await expect(page.locator('[data-shown-component]')).toHaveText('output gate, layer 1');
  await expect.poll(() => chosen(page)).toEqual([]);
});

test('a token is shown in every component, with the tokens expected next', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url().split('/').at(-1) ?? ''));
  await page.goto(experimentPath(id), { waitUntil: 'networkidle' });
  const neuron = Number(await page.getByLabel('Neuron (0 to 671)').inputValue());
  const isData = (name: string) => /\.i8$|predictions/.test(name);
  expect(fetched.filter(isData)).toEqual([]);
  await page.getByText('One token: all components').click();
  await token(page, 30).hover();
  await expect(page.locator('[data-details-status]')).toContainText(`Neuron ${neuron} at token 30, “`);
  for (const component of ['output', 'cell', 'hidden']) {
    const row = (await rows(page, `observed.${component}.1.i8`))[neuron];
    const value = ((row?.steps[30] ?? 0) / 127) * (row?.scale ?? 0);
    await expect(page.locator(`[data-component="${component}.1"] .cell`)).toHaveText(
      value.toFixed(2).replace('-', '−'),
    );
  }
  await expect(page.locator('[data-component="input.1"] td')).toHaveText('not recorded');
  const { publicDirectory } = await builtSite(page);
  const file = await readFile(join(publicDirectory, 'results', id, 'observed.predictions.json'), 'utf8');
  const {
    tokens: types,
    next,
    probability,
  } = JSON.parse(file) as {
    tokens: string[];
    next: number[][];
    probability: number[][];
  };
  const sign = (text: string) => (text === ' ' ? '␣' : text === '\n' ? '↵' : text);
  const lines = next[30]?.map((place, rank) => [sign(types[place] ?? ''), probability[30]?.[rank]?.toFixed(3) ?? '']);
  await expect(page.locator('[data-details-next] th')).toHaveText(lines?.map(([type = '']) => type) ?? []);
  await expect(page.locator('[data-details-next] td')).toHaveText(lines?.map(([, p = '']) => p) ?? []);
  expect(fetched.filter(isData).sort()).toEqual(
    ['cell.1.i8', 'hidden.1.i8', 'output.1.i8', 'predictions.json'].map((name) => `observed.${name}`),
  );
});

test('a result without the tokens expected next says so', async ({ page }) => {
  await page.goto(`${experimentPath('no-curve')}#neuron=4&text=observed&token=14&details=1`);
  await expect(page.locator('[data-details-missing]')).toBeVisible();
  await expect(page.locator('[data-details-status]')).toContainText('Neuron 4 at token 14');
});

test('a row of the heatmap leads to its neuron, by pointer and by key, and keeps what was chosen', async ({ page }) => {
  await page.goto(`${experimentPath(id)}#neuron=3&text=sampled&pattern=a`);
  await expect(page.locator('[data-shown]')).toHaveText('Neuron 3');
  const link = page.locator('.heatmap .head a').nth(1);
  const neuron = /\d+/.exec((await link.getAttribute('aria-label')) ?? '')?.[0];
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${neuron}`);
  await expect(page.locator('[data-text="observed"]')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`#neuron=${neuron}&text=observed&pattern=a$`));
  const other = page.locator('.heatmap .body a').last();
  const href = (await other.getAttribute('href')) ?? '';
  await other.click({ position: { x: 30, y: 8 } });
  await expect(page.locator('[data-shown]')).toHaveText(`Neuron ${/neuron=(\d+)/.exec(href)?.[1]}`);
});

test('neurons are ranked within 100 ms of a selection or a key', async ({ page }) => {
  await page.goto(`${experimentPath(id)}#neuron=3&text=observed&select=1-2`);
  await expect(page.locator('[data-higher] a[href]')).toHaveCount(listed);
  const timesOfAll = (): Promise<number[]> =>
    page.evaluate(async () => {
      const all = [...document.querySelectorAll('[data-text="observed"] bdi')];
      const list = document.querySelector('[data-higher]');
      const input = document.querySelector<HTMLInputElement>('[data-pattern]');
      if (!list || !input) throw new Error('the page has no explorer');
      /** From the event to the frame after the lists have changed. */
      const timed = async (act: () => void): Promise<number> => {
        const changed = new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(resolve));
          });
          observer.observe(list, { childList: true, subtree: true });
        });
        const begin = performance.now();
        act();
        await changed;
        return performance.now() - begin;
      };
      const taken: number[] = [];
      for (const last of [20, 90, 200, 300, 380]) {
        taken.push(await timed(() => getSelection()?.setBaseAndExtent(all[5] as Node, 0, all[last] as Node, 0)));
      }
      for (const pattern of ['a', '[a-z]+', '\\W', '.*e.*', '[.?!]']) {
        taken.push(
          await timed(() => {
            input.value = pattern;
            input.dispatchEvent(new Event('input'));
          }),
        );
      }
      return taken;
    });
  // Of each act the quickest time: other programs take a core away for a while, and never make the page quicker.
  const quickest: number[] = [];
  await expect(async () => {
    for (const [act, time] of (await timesOfAll()).entries()) quickest[act] = Math.min(time, quickest[act] ?? time);
    const times = quickest.toSorted((a, b) => a - b);
    process.stdout.write(`    ranking 672 x 406: median ${times[5]?.toFixed(0)} ms, most ${times[9]?.toFixed(0)} ms\n`);
    expect(times[5]).toBeLessThan(100);
  }).toPass();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`with everything open the page is accessible in the ${colorScheme} scheme and fits 360 pixels`, async ({
    page,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${experimentPath(id)}#neuron=45&text=observed&select=12-20&token=14&details=1`);
    await expect(page.locator('[data-higher] a[href]')).toHaveCount(listed);
    await expect(page.locator('[data-details-status]')).toContainText('token 14');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violations(page, ['.reading', '.heatmap'])).toEqual([]);
  });
}

for (const hash of ['', '#neuron=45&text=observed&select=12-20&token=14&details=1']) {
  test(`nothing moves while the page comes up ${hash === '' ? '' : 'at an address with everything open'}`, async ({
    browser,
    baseURL,
  }) => {
    const sums: number[] = [];
    // As somebody sees it who comes for the first time; the middle one of three, since a busy machine may once draw before typefaces come.
    for (let visit = 0; visit < 3; visit++) {
      const context = await browser.newContext({ baseURL });
      const page = await context.newPage();
      await page.addInitScript(() => {
        const shifts = { sum: 0 };
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(`${experimentPath(id)}${hash}`, { waitUntil: 'networkidle' });
      sums.push(await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum));
      await context.close();
    }
    const sum = sums.toSorted((one, other) => one - other)[1] ?? Number.NaN;
    process.stdout.write(`    layout shift${hash === '' ? '' : ' with everything open'}: ${sum.toFixed(4)}\n`);
    expect(sum).toBeLessThan(0.02);
  });
}
