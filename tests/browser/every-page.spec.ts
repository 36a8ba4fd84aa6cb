/** What must hold on every page of the site, as a browser shows it. What its files tell, tests/pages looks at. */
import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { rulesOfColour } from '../../runner/publish/checks.ts';
import { violations } from './accessible.ts';
import { astray } from './geometry.ts';
import { drawn, expect, settled, test, widthOf } from './pages.ts';
import { lookedAt } from './shared-site.ts';

declare global {
  interface Window {
    refused: string[];
    shifts: { value: number; moved: string[] }[];
    whole?(): void;
  }
}

/**
 * Of many elements that are alike the first are looked at: alike by name, class, role, type and the names of other attributes, their
 * own and those of all that they stand in. A page of eight claims has thousands of tokens, rows and marks; of another page,
 * reading.spec.ts looks at all tokens with everything open.
 */
const mostAlike = (address: string): number => (address === 'experiments/hostile/' ? 12 : 2);

/** Leaves so many of each until `window.whole` is called. */
const shorten = (page: Page, most: number): Promise<void> =>
  page.evaluate((most) => {
    const seen = new Map<string, number>();
    const left: [Comment, Element][] = [];
    window.whole = () => {
      for (const [place, each] of left) place.replaceWith(each);
    };
    const walk = (parent: Element, place: string): void => {
      for (const each of [...parent.children]) {
        const said = [...each.attributes].map(({ name, value }) =>
          ['class', 'role', 'type'].includes(name) ? `${name}=${value}` : name,
        );
        const kind = `${place} ${each.tagName}[${said.sort().join(' ')}]`;
        const count = (seen.get(kind) ?? 0) + 1;
        seen.set(kind, count);
        if (count > most) {
          const place = document.createComment('');
          each.replaceWith(place);
          left.push([place, each]);
        } else walk(each, kind);
      }
    };
    for (const main of document.querySelectorAll('main')) walk(main, '');
  }, most);

/** From now on what moves of this page is kept, and what its own policy refuses it. */
const watched = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    [window.refused, window.shifts] = [[], []];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.refused.push(`${event.violatedDirective}: ${event.blockedURI}`);
    });
    const name = ({ node }: { node?: Node }): string =>
      node instanceof Element ? `${node.tagName}.${node.getAttribute('class') ?? ''}` : (node?.nodeName ?? '?');
    type Entry = PerformanceEntry & { value: number; sources: { node?: Node }[] };
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Entry[])
        window.shifts.push({ value, moved: sources.map(name) });
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** A tenth of the cumulative layout shift that the Web Vitals call good. */
const mostShift = 0.01;

/** Its typefaces come when it has been drawn without them. */
async function staysWhereItIsAsItComesUp(page: Page, address: string): Promise<void> {
  const without = Promise.withResolvers<void>();
  await page.route('**/*.woff2', (route) => without.promise.then(() => route.continue()));
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await drawn(page);
  without.resolve();
  await settled(page);
  await drawn(page);
  const moved = await page.evaluate(() => window.shifts);
  const sum = moved.reduce((sum, { value }) => sum + value, 0);
  expect(sum, `${address} ${JSON.stringify(moved)}`).toBeLessThan(mostShift);
}

/** Of a page of an experiment, or the start: what it asks for until it is quiet weighs little. */
async function weighsLittle(responses: readonly Response[]): Promise<void> {
  const all = await Promise.all(
    responses.map(async (response) => {
      const [url, body] = [new URL(response.url()).pathname, await response.body()];
      // Published pages are sent compressed; fonts and pictures are so already.
      return { url, bytes: body.length, wire: /\.(?:woff2|png)$/.test(url) ? body.length : gzipSync(body).length };
    }),
  );
  const sum = (kind: RegExp, key: 'bytes' | 'wire') =>
    all.filter(({ url }) => kind.test(url)).reduce((total, each) => total + each[key], 0) / 1024;
  expect(sum(/\.woff2$/, 'bytes')).toBeLessThan(120);
  expect(sum(/^(?!.*\.(?:woff2|svg)$)/, 'bytes'), 'unpacked, without drawings').toBeLessThan(510);
  expect(sum(/^/, 'wire'), 'KB over the wire').toBeLessThan(250);
  // Fewer scripts were larger: a page would load what others need. The shape of a result, which only a build checks, would be half of it alone.
  expect(all.filter(({ url }) => url.endsWith('.js')).length).toBeLessThan(16);
  expect(sum(/\.js$/, 'bytes')).toBeLessThan(98);
}

/** Unfolds everything and presses every button, but for those that save or load megabytes and have tests of their own. */
async function pressEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('main button:not([data-picture])')];
    // Asked once: asked after each, the whole page is laid out anew for each.
    const seen = buttons.filter((button) => button.checkVisibility() && !/load/i.test(button.textContent ?? ''));
    for (const button of seen) button.click();
  });
  await settled(page);
}

for (const address of lookedAt) {
  test(`/${address} stays in its place, is light, fits a phone, is accessible, draws what it says, keeps its policy`, async ({
    page,
  }) => {
    test.slow();
    const responses: Response[] = [];
    const hear = (response: Response) => responses.push(response);
    page.on('response', hear);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!/^(data:|blob:|http:\/\/127\.0\.0\.1)/.test(request.url())) foreign.push(request.url());
    });
    await watched(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'light' });
    await staysWhereItIsAsItComesUp(page, address);
    page.off('response', hear);
    expect(await widthOf(page)).toBeLessThanOrEqual(360);
    if (/^experiments\/[^/]+\/(?:atlas\/)?$/.test(address)) await weighsLittle(responses);
    const isHighAtMost = async (most: number) => {
      if (!/^experiments\/[^/]+\/$/.test(address)) return;
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(most);
    };
    await isHighAtMost(9000);
    await page.setViewportSize({ width: 1280, height: 720 });
    await isHighAtMost(4700);
    await shorten(page, mostAlike(address));
    expect(await violations(page), 'in the light scheme').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, [], rulesOfColour), 'in the dark scheme').toEqual([]);
    await page.evaluate(() => window.whole?.());
    expect(await astray(page)).toEqual([]);
    await pressEverything(page);
    expect(await page.evaluate(() => window.refused)).toEqual([]);
    expect(foreign).toEqual([]);
  });
}

for (const [page, faults] of Object.entries({
  'atlas/': [
    ['.labels button { min-height: 2rem !important }', /row '.+' of div.matrix .* from its middle/],
    ['.memory .ticks { max-width: 60% }', /x axis of div.ticks .* have not one scale/],
  ],
  '': [
    ['.curve [data-ticks="x"] { translate: 9px }', /x axis of figure.* have not one scale/],
    ['.heatmap .head text { translate: 0 4px }', /row '\d+' of .* from its middle/],
    ['svg { font-size: 30px }', /'.+' lies over '.+'/],
    ['.heatmap { min-width: 2000px }', /wider than the page/],
  ],
} satisfies Record<string, [style: string, fault: RegExp][]>))
  test(`what stands elsewhere on /experiments/hostile/${page} is seen`, async ({ page: hostile }) => {
    await hostile.goto(`experiments/hostile/${page}`);
    await settled(hostile);
    for (const [style, fault] of faults) {
      const added = await hostile.addStyleTag({ content: style });
      expect(await astray(hostile, [1280]), style).toContainEqual(expect.stringMatching(fault));
      await added.evaluate((element) => (element as Element).remove());
    }
  });

test('on a wide screen too a page of each kind stays where it is while it comes up', async ({ page }) => {
  test.slow();
  await watched(page);
  const single = ['', 'docs/', 'compare/', 'methods/', 'sweeps/which-size/', 'experiments/gru-2-layers/commas/'];
  const dots = ['experiments/lstm-dots/', 'experiments/lstm-dots/#neuron=45&text=observed'];
  const hostile = ['', 'atlas/', 'pairs/', 'neurons/45/', 'features/past-tense/'].map(
    (page) => `experiments/hostile/${page}`,
  );
  for (const address of [...single, ...dots, ...hostile]) {
    await page.goto('about:blank');
    await staysWhereItIsAsItComesUp(page, address);
  }
});

test('an address that is not there gets a page that leads back', async ({ browser, baseURL }) => {
  const page = await browser.newPage();
  const response = await page.goto(`${baseURL}experiments/gone/`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
  await page.getByRole('link', { name: 'All published experiments' }).click();
  await expect(page).toHaveURL(`${baseURL}`);
  await page.close();
});

test('without a script what needs one is hidden, and with one is there', async ({ withoutScript, page }) => {
  for (const [address, selector] of [
    ['compare/', 'input[type=checkbox]'],
    ['search/', 'input[type=search]'],
    ['experiments/hostile/atlas/', 'button:text("Show more")'],
    ['experiments/hostile/pairs/', 'select'],
    ['experiments/lstm-dots/', '[data-controls]'],
    ['experiments/no-curve/', 'button:text("Load the model")'],
  ] as const) {
    await page.goto(address);
    // At a first sign of somebody the atlas begins.
    await page.keyboard.press('Tab');
    await expect(page.locator(selector).first(), `${selector} of ${address}`).toBeVisible();
    await withoutScript.goto(address);
    await expect(withoutScript.locator('main')).toBeVisible();
    await expect(withoutScript.locator(selector).first(), `${selector} of ${address}`).toBeHidden();
  }
});

test('without a script an address opens what it names', async ({ withoutScript: page }) => {
  for (const [address, selector] of [
    ['experiments/lstm-dots+seed-3/#evolution', ':is(h2, h3, summary):text("What it wrote while it learned")'],
    ['experiments/gru-2-layers/#write-up', '#write-up .byline'],
    ['experiments/gru-2-layers/commas/#feature-2-neuron-45', 'table.evidence > tbody:target'],
  ] as const) {
    await page.goto(address);
    await expect(page.locator(selector).first(), address).toBeInViewport();
  }
});
