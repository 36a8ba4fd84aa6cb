/** The page of an experiment: hostile text, special cases, downloads and weight. */
import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { featureFolder } from '../../site/words/page-features.ts';
import { cases, hostileStrings } from '../fixtures/results/cases.ts';
import { atlasPath, caseNamed, expect, experimentPath, featurePath, pastTensePath, test } from './pages.ts';

test('hostile text, titles and feature names are shown as text', async ({ page }) => {
  const made = cases.find(({ id }) => id === 'hostile');
  await page.goto(experimentPath('hostile'), { waitUntil: 'networkidle' });
  await expect(page.locator('.of-experiment bdi').first()).toHaveText(made?.title ?? '');
  await expect(page.locator('.description')).toHaveText(made?.description ?? '');
  await expect(page.locator('.reading figcaption bdi').first()).toHaveText(made?.features[0]?.name ?? '');
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
    await expect(page.locator('.cell-diagram [data-part] text[font-weight]')).toHaveText(symbol);
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
      does: 14,
      places: 16,
      groups: 10,
      emergence: 6,
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

/** All that the page asks for until it is quiet. What it asks for later, as its icon, comes when the browser has time. */
async function answersTo(page: Page, path: string): Promise<{ url: string; body: Buffer }[]> {
  const responses: Response[] = [];
  const hear = (response: Response) => responses.push(response);
  page.on('response', hear);
  await page.goto(path, { waitUntil: 'networkidle' });
  page.off('response', hear);
  return Promise.all(responses.map(async (response) => ({ url: response.url(), body: await response.body() })));
}

for (const { id } of cases) {
  test(`${id} weighs less than 250 KB over the wire when it is first opened, fonts among them`, async ({ page }) => {
    const all = (await answersTo(page, experimentPath(id))).map(({ url, body }) => ({
      kind: /\.(?:woff2|svg)$/.exec(url)?.[0] ?? 'page',
      bytes: body.length,
      // Published pages are sent compressed; fonts and pictures are so already.
      wire: /\.(?:woff2|png)$/.test(url) ? body.length : gzipSync(body).length,
    }));
    const sum = (key: 'bytes' | 'wire', chosen: string | null = null) =>
      all.filter(({ kind }) => chosen === null || kind === chosen).reduce((total, each) => total + each[key], 0) / 1024;
    process.stdout.write(`    ${id}: ${sum('wire').toFixed(0)} KB over the wire, `);
    process.stdout.write(
      `${sum('bytes', 'page').toFixed(0)} KB unpacked, fonts ${sum('bytes', '.woff2').toFixed(0)} KB\n`,
    );
    expect(sum('bytes', '.woff2')).toBeLessThan(120);
    // Drawings are asked for where they come near the screen: the surface, where it stands second.
    expect(sum('bytes', 'page')).toBeLessThan(510);
    expect(sum('wire')).toBeLessThan(250);
  });
}

for (const path of [experimentPath('lstm-dots+seed-3'), atlasPath('hostile')]) {
  test(`scripts of /${path} come in few small files, after the letters`, async ({ page }) => {
    const scripts = (await answersTo(page, path)).filter(({ url }) => url.endsWith('.js')).map(({ body }) => body);
    expect(scripts.length).toBeGreaterThan(1);
    // Fewer were larger: a page would load what others need.
    expect(scripts.length).toBeLessThan(16);
    // The shape of a result, which only a build checks, would be half of it alone.
    expect(scripts.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(100_000);
    const priorities = await page
      .locator('script[type="module"]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('fetchpriority')));
    expect(new Set(priorities)).toEqual(new Set(['low']));
  });
}

test('the first screen holds the finding, what became of it, and coloured text', async ({ page }) => {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(experimentPath('lstm-dots'));
    for (const part of ['h1', '.badges', '[data-text="observed"] bdi:nth-of-type(20)']) {
      await expect(page.locator(part).first(), `${part} at ${width}`).toBeInViewport();
    }
    const field = await page.getByLabel('Neuron (0 to 671)').boundingBox();
    expect(field?.y, `number at ${width}`).toBeLessThan(width < 640 ? 2.5 * height : 1.5 * height);
  }
});

test('the page follows its order and stays within its height with everything folded', async ({ page }) => {
  test.slow();
  const order: Record<string, string[]> = {};
  for (const { id } of cases) {
    await page.setViewportSize({ width: 1280, height: 844 });
    await page.goto(experimentPath(id), { waitUntil: 'networkidle' });
    order[id] = await page.locator('main > section[id]').evaluateAll((all) => all.map((s) => s.id));
    for (const [width, most] of [
      [1280, 4700],
      [390, 9000],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      expect(height, `${id} at ${width}`).toBeLessThanOrEqual(most);
    }
  }
  expect(order['lstm-dots']).toEqual(['does', 'live', 'believe', 'fails', 'others']);
  expect(order['lstm-spaces']?.[0]).toBe('spectra');
  expect(order['no-curve']?.[0]).toBe('live');
  const folded = page.locator('details.rest > section[id]');
  await page.goto(experimentPath('lstm-dots'));
  expect(await folded.evaluateAll((all) => all.map((each) => each.id))).toEqual([
    ...['write-up', 'evidence', 'documents', 'heatmap', 'learning-curve'],
  ]);
});

test('the neuron of the leading claim leads everywhere', async ({ page }) => {
  await page.goto(experimentPath('lstm-dots'));
  const neuron =
    /Neuron (\d+)/.exec((await page.locator('table.evidence tbody.lead th').first().textContent()) ?? '')?.[1] ?? '';
  await expect(page.locator('.answer')).toContainText(neuron);
  await expect(page.locator('[data-shown]')).toHaveText(`neuron ${neuron}`);
  await expect(page.locator('.others b').filter({ hasText: new RegExp(`^${neuron}$`) })).toHaveCount(0);
  await expect(page.locator('.believe > div')).toHaveCount(4);
  await expect(page.locator('#does figcaption').first()).toContainText(`override neuron ${neuron}`);
});

test('each feature has an address of its own, which works without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(experimentPath('gru-2-layers'));
  const tabs = page.getByRole('navigation', { name: 'This experiment' });
  await expect(tabs.getByRole('link', { name: 'sentence end' })).toHaveAttribute('aria-current', 'page');
  await tabs.getByRole('link', { name: 'commas' }).click();
  await expect(page).toHaveURL(`${baseURL}${featurePath('gru-2-layers', 'commas')}`);
  await expect(page.locator('.feature-name')).toHaveText('commas');
  await expect(page.locator('figure.reading')).toHaveCount(1);
  await expect(page.locator('table.evidence > tbody').first()).toHaveAttribute('id', /^feature-2-/);
  await context.close();
});

test('the manifest and the command can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(experimentPath('lstm-dots'));
  await page.goto(`${experimentPath('lstm-dots')}#method`);
  await page.locator('.copyable button').first().click();
  await expect(page.locator('.copyable button').first()).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'npm run experiment experiments/lstm-dots.yaml',
  );
});

test('the page of one of several features is called by it, beneath the way to its experiment', async ({ page }) => {
  const title = cases.find(({ id }) => id === 'gru-2-layers')?.title ?? '';
  await page.goto(featurePath('gru-2-layers', 'commas'));
  await expect(page.locator('.feature-name')).toHaveText('commas');
  await page.locator('.of-experiment').getByRole('link', { name: title, exact: true }).click();
  await expect(page).toHaveURL(/gru-2-layers\/$/);
  await expect(page.locator('.feature-name')).toHaveText('sentence end');
});

test('the leading feature has an address of its own as well, which leads to the experiment', async ({ page }) => {
  const features = cases.find(({ id }) => id === 'gru-2-layers')?.features ?? [];
  const leads = async (index: number): Promise<boolean> => {
    const body = await (
      await page.request.get(featurePath('gru-2-layers', featureFolder({ features }, index + 1)))
    ).text();
    return body.includes(`http-equiv="refresh" content="0;url=/atlas/${experimentPath('gru-2-layers')}"`);
  };
  expect(await Promise.all(features.map((_, index) => leads(index)))).toEqual([true, false]);
});

test('a feature of the atlas has one page: its own, or that of the experiment that asks for it', async ({ page }) => {
  await page.goto(pastTensePath);
  await expect(page.locator('.answer')).toContainText('past tense');
  await expect(page.locator('.believe > div')).toHaveCount(4);
  await expect(page.locator('.believe')).toContainText('not asked');
  await expect(page.locator('#fails')).toContainText('A tagger decided which words carry this');
  await expect(page.locator('#fails section')).toHaveCount(3);
  await expect(page.locator('[data-tokens] bdi.f').first()).toBeVisible();
  const file = await page.request.get(pastTensePath.replace(/\/$/, '.json'));
  expect((await file.json()).best.length).toBeGreaterThan(0);
  const { features } = caseNamed('hostile');
  const asked = `${experimentPath('hostile')}features/${featureFolder({ features }, 1)}/`;
  expect(await (await page.request.get(asked)).text()).toContain('http-equiv="refresh"');
  // The swarm stands in the fold.
  await page.goto(`${pastTensePath}#neurons`);
  await expect(page.locator('svg.swarm')).toBeVisible();
});
