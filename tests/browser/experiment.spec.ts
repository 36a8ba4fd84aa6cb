/** The page of an experiment: hostile text, special cases, downloads and weight. */
import { cases, hostileStrings } from '../fixtures/results/cases.ts';
import { expect, experimentPath, test } from './pages.ts';

test('hostile text, titles and feature names are shown as text', async ({ page }) => {
  const made = cases.find(({ id }) => id === 'hostile');
  await page.goto(experimentPath('hostile'), { waitUntil: 'networkidle' });
  await expect(page.locator('h1')).toHaveText(made?.title ?? '');
  await expect(page.locator('.description')).toHaveText(made?.description ?? '');
  await expect(page.locator('#feature-1-title')).toHaveText(made?.features[0]?.name ?? '');
  const tokens = await page.locator('[data-tokens] bdi').allTextContents();
  for (const token of hostileStrings) expect(tokens).toContain(token === '\u202e' ? 'U+202E' : token);
  expect(tokens.join('')).not.toContain('\u202e');
  await expect(page.locator('main img[src="x"], main img[onerror]')).toHaveCount(0);
  await expect(page.locator('script:not([src]):not([type="application/json"])')).toHaveCount(0);
  expect(await page.title()).toBe(`${made?.title} · RNN Atlas`);
});

test('a token of another direction stays in its place', async ({ page }) => {
  await page.goto(experimentPath('hostile'));
  const misplaced = await page.locator('[data-text="observed"] bdi').evaluateAll((all) => {
    const boxes = all.map((token) => [...token.getClientRects()]);
    return boxes.flatMap((box, t) => {
      const end = box.at(-1);
      const next = boxes[t + 1]?.[0];
      const after = !end || !next || next.top > end.top + 5 || next.left >= end.left;
      return after ? [] : [`${all[t]?.textContent} | ${all[t + 1]?.textContent}`];
    });
  });
  expect(misplaced).toEqual([]);
});

test('a feature that never occurs, or always, is told in words', async ({ page }) => {
  await page.goto(experimentPath('no-carriers'));
  await expect(page.locator('.answer')).toHaveText(
    'No token of the observed text carries this feature, so no neuron could be ranked.',
  );
  await expect(page.locator('.heatmap')).toContainText('there is nothing to draw');
  await page.goto(experimentPath('all-carriers'));
  await expect(page.locator('.answer')).toContainText('the relevance of every neuron is 0');
});

test('a checkpoint without a learning curve says so', async ({ page }) => {
  await page.goto(experimentPath('no-curve'));
  await expect(page.locator('#learning-curve')).toContainText('The checkpoint came without a learning curve.');
});

test('the recorded component is marked in the diagram and in the equations', async ({ page }) => {
  for (const [id, symbol, name] of [
    ['lstm-dots', 'o', 'output gate, recorded'],
    ['gru-2-layers', 'z', 'update gate, recorded'],
    ['rnn-characters', 'p', 'preactivation, recorded'],
  ] as const) {
    await page.goto(experimentPath(id));
    await expect(page.locator('.cell-diagram .boxes .recorded text')).toHaveText(symbol);
    await expect(page.locator('.equations .recorded dt')).toHaveText(name);
  }
});

test('the spectra mark their peaks inside the band', async ({ page }) => {
  await page.goto(experimentPath('lstm-spaces'));
  const peaks = await page.locator('.spectra .caption span').allTextContents();
  expect(peaks.length).toBe(6);
  for (const peak of peaks) {
    const frequency = Number(/at (0\.\d+)/.exec(peak)?.[1]);
    expect(frequency).toBeGreaterThanOrEqual(0.4);
    expect(frequency).toBeLessThanOrEqual(0.5);
  }
});

for (const id of ['lstm-dots', 'hostile']) {
  test(`the data of every figure of ${id} can be downloaded and read`, async ({ page }) => {
    await page.goto(experimentPath(id));
    const expected = {
      relevance: 5,
      heatmap: 5,
      spectra: 4,
      'learning-curve': 6,
      'token-vectors': 4,
      neighbours: 4,
      lags: 8,
      events: 6,
      does: 9,
      groups: 8,
      emergence: 6,
      rhythm: 5,
    };
    for (const [name, columns] of Object.entries(expected)) {
      await expect(page.locator(`#data a[href$="${name}.csv"]`)).toHaveCount(1);
      const response = await page.request.get(`${name}.csv`.replace(/^/, new URL(page.url()).pathname));
      expect(response.status()).toBe(200);
      const rows = parseCsv(await response.text());
      expect(rows.length).toBeGreaterThan(5);
      for (const row of rows) expect(row.length, `${name}: ${row}`).toBe(columns);
    }
    const href = await page.locator('#data a[href$="result.json"]').getAttribute('href');
    const result = (await (await page.request.get(href ?? '')).json()) as { id: string };
    expect(result.id).toBe(id);
  });
}

/** A CSV reader of its own (RFC 4180), so that a fault in the writer shows. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replace(/""/g, '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

for (const { id, features } of cases) {
  // Each feature in full has a text to read, a heatmap and its claims; of many, few are.
  const limit = 180 + 220 * Math.min(features.length, 2);
  test(`${id} weighs less than ${limit} KB when it is first opened`, async ({ page }) => {
    const sizes: Promise<number>[] = [];
    const fonts: Promise<number>[] = [];
    page.on('response', (response) => {
      const list = response.url().endsWith('.woff2') ? fonts : sizes;
      list.push(response.body().then((body) => body.length));
    });
    await page.goto(experimentPath(id), { waitUntil: 'networkidle' });
    const total = async (all: readonly Promise<number>[]) =>
      (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
    const bytes = await total(sizes);
    expect(await total(fonts)).toBeLessThan(120 * 1024);
    process.stdout.write(`    ${id}: ${(bytes / 1024).toFixed(0)} KB\n`);
    expect(bytes).toBeLessThan(limit * 1024);
  });
}

test('the manifest and the command can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(experimentPath('lstm-dots'));
  await page.locator('.copyable button').first().click();
  await expect(page.locator('.copyable button').first()).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'npm run experiment experiments/lstm-dots.yaml',
  );
});
