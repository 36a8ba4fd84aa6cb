/** What a reader takes away from a page, what others show of it, and that its policy is real. */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { singleFile } from '../../runner/publish/single-file.ts';
import { askedBy, expect, test, widthOf } from './pages.ts';
import { base, sharedSite } from './shared-site.ts';

const address = 'experiments/lstm-dots/';
const pngSignature = '89504e470d0a1a0a';

test('the policy is real: an inline script and another site are refused', async ({ page, faults }) => {
  await page.goto(address);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    const refused = await fetch('https://atlas.example/x').then(
      () => 'answered',
      () => 'refused',
    );
    return [document.title === 'ran', refused];
  });
  expect(ran).toEqual([false, 'refused']);
  expect(faults.length).toBeGreaterThan(1);
  faults.length = 0;
});

test('a figure is saved as a PNG', async ({ page }) => {
  await page.goto(`${address}#data`);
  await page.getByText('Figures (SVG, PNG)').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'learning-curve-loss.svg as PNG' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('learning-curve-loss.png');
  const png = await readFile(await download.path());
  expect(png.subarray(0, 8).toString('hex')).toBe(pngSignature);
  expect(png.readUInt32BE(16)).toBe(3 * (340 + 24));
});

/** All that the page folds last. */
const unfold = (page: Page) => page.locator('details.rest').evaluate((rest: HTMLDetailsElement) => (rest.open = true));

test('on paper the page is whole: unfolded where its reader has unfolded it, nothing cut off, in letters that can be read, light', async ({
  page,
}) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.goto('experiments/lstm-spaces/');
  await expect(page.getByText('As a manifest (YAML)')).toBeHidden();
  await unfold(page);
  await expect(page.getByText('As a manifest (YAML)')).toBeVisible();
  await expect(page.locator('#method pre', { hasText: 'corpus:' })).toBeVisible();
  for (const screenOnly of ['nav.tabs', '.reading .stepper', '.reading .found']) {
    await expect(page.locator(screenOnly).first(), screenOnly).toBeHidden();
  }
  expect(await widthOf(page)).toBeLessThanOrEqual(718);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.scroll')].filter(
      (each) => each.checkVisibility() && getComputedStyle(each).overflowX !== 'visible',
    ),
  );
  expect(cut).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(29, 27, 24)');
  const heatmap = await page.locator('figure.heatmap .scroll svg').evaluateAll((all) =>
    (all as SVGSVGElement[]).map((svg) => ({
      letters: 11 * (svg.getScreenCTM()?.a ?? 0),
      right: svg.getBoundingClientRect().right,
    })),
  );
  expect(heatmap).toHaveLength(2);
  for (const { letters, right } of heatmap) {
    // Six points.
    expect(letters).toBeGreaterThan(8);
    expect(right).toBeLessThan(718);
  }
});

test('on paper a token or a cell below 0 has a line above it, which the legend tells; on the screen none has', async ({
  page,
}) => {
  await page.goto('experiments/hostile/');
  const lines = () =>
    page.evaluate(() => {
      const [token, cell] = ['.reading .tokens bdi', '.heatmap .cell'].map((all) =>
        document.querySelector<HTMLElement>(all),
      );
      const seen = (at: string) => {
        for (const each of [token, cell]) each?.style.setProperty('--a', at);
        const [above, around] = [token, cell].map((each) => each && getComputedStyle(each));
        const opaque = (colour = '') => !/^none$|transparent|[,/] 0\)$/.test(colour);
        return [opaque(above?.borderTopColor) && above?.borderTopStyle === 'solid', opaque(around?.stroke)];
      };
      return [seen('-1'), seen('1')];
    });
  const none = [false, false];
  expect(await lines()).toEqual([none, none]);
  await page.emulateMedia({ media: 'print' });
  expect(await lines()).toEqual([[true, true], none]);
  const told = await page.evaluate(() =>
    [...document.querySelectorAll('.legend')].map((each) => getComputedStyle(each, '::after').content),
  );
  expect(told).toContain('"A line above: below 0."');
});

for (const id of ['lstm-dots', 'gru-2-layers', 'hostile']) {
  test(`on paper ${id} is at most six pages, each claim a row of them`, async ({ page }) => {
    await page.goto(`experiments/${id}/`);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(2);
    expect(pages).toBeLessThanOrEqual(6);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('table.evidence tbody > tr:not(.more) .verdict').first()).toBeVisible();
    await expect(page.locator('table.evidence .more').first()).toBeHidden();
  });
}

test('a page as one file opens from the disk, asks for nothing, and shows any neuron', async ({ page }, info) => {
  const { dist } = await sharedSite();
  const file = info.outputPath('lstm-dots.html');
  await writeFile(file, await singleFile({ dist, base, address: `${base}${address}`, site: null }));
  const asked = askedBy(page);
  const opened = pathToFileURL(file).href;
  await page.goto(`${opened}#neuron=100&text=observed`);
  await expect(page.locator('.of-experiment')).toContainText('Neurons that fall silent');
  const figure = page.locator('[data-reading]').first();
  await expect(figure.locator('[data-shown]')).toHaveText('neuron 100');
  await expect(figure).toHaveClass(/another/);
  await expect(figure.locator('[data-status]')).toBeEmpty();
  await page.locator('details.rest > summary').click();
  await page.getByText('Data and figures to take away').click();
  const link = page.locator('#data a[download]', { hasText: 'result.json' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8')).id).toBe('lstm-dots');
  expect(asked.filter((each) => !/^(data:|blob:)/.test(each) && !each.startsWith(opened))).toEqual([]);
});
