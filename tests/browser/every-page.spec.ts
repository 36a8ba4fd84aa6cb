/** What must hold on every page of the site. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { HtmlValidate } from 'html-validate/node';
import { htmlRules, rulesOfColour } from '../../runner/publish/checks.ts';
import { violations } from './accessible.ts';
import {
  alikePaths,
  atlasPath,
  builtSite,
  expect,
  experimentPath,
  featurePath,
  neuronPaths,
  pagePaths,
  pairsPath,
  pastTensePath,
  sweepPath,
  test,
} from './pages.ts';
import { shiftOf, watchShifts } from './shifts.ts';

/**
 * Of many elements that are alike the first are looked at: alike by name, class, role, type and the names of other attributes, their
 * own and those of all that they stand in. A page of eight claims has thousands of tokens, rows and marks; of another page,
 * reading.spec.ts looks at all tokens with everything open.
 */
const lookedAt = 3;
const longest = experimentPath('hostile');
const lookedAtOfLongest = 12;

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

/** Where links led to that other pages have too. */
const followed = new Set<string>();

async function leadsSomewhere(page: Page, link: string): Promise<void> {
  const { href } = Object.assign(new URL(link), { hash: '' });
  if (followed.has(href)) return;
  expect((await page.request.head(href)).status(), link).toBe(200);
  followed.add(href);
}

declare global {
  interface Window {
    violations: string[];
    whole?(): void;
  }
}

/** Keeps a list of what the page's own policy refuses it. */
const listenForViolations = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });

/** Unfolds everything and presses every button, but for those that save or load megabytes and have tests of their own. */
async function pressEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    for (const button of document.querySelectorAll<HTMLButtonElement>('main button:not([data-picture])')) {
      if (button.checkVisibility() && !/load/i.test(button.textContent ?? '')) button.click();
    }
  });
  await page.waitForLoadState('networkidle');
}

/** A tenth of the cumulative layout shift that the Web Vitals call good. */
const mostShift = 0.01;

const staysWhereItIs = ({ sum, moved }: Awaited<ReturnType<typeof shiftOf>>, path = ''): void =>
  expect(sum, `${path} ${JSON.stringify(moved)}`).toBeLessThan(mostShift);

for (const path of pagePaths) {
  test(`/${path} stays where it is as it comes up, fits 360 pixels, has one first heading, links that lead somewhere, is accessible in the light and the dark scheme, and keeps its policy and to this site, with every button pressed`, async ({
    page,
  }) => {
    test.slow();
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!/^(data:|blob:|http:\/\/127\.0\.0\.1)/.test(request.url())) foreign.push(request.url());
    });
    await listenForViolations(page);
    await watchShifts(page);
    const usual = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path, { waitUntil: 'networkidle' });
    staysWhereItIs(await shiftOf(page));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize(usual);
    await expect(page.locator('h1')).toHaveCount(1);
    // What an author writes of a published experiment leads to others, which are not here.
    const links = await page
      .locator('a[href]:not(.write-up a)')
      .evaluateAll((all) => [...new Set(all.map((a) => new URL(a.getAttribute('href') ?? '', document.baseURI).href))]);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) await leadsSomewhere(page, link);
    // State that scripts keep in the address is no anchor: it has '=' in it.
    const anchors = links
      .filter((link) => link.split('#')[0] === page.url())
      .map((link) => new URL(link).hash.slice(1))
      .filter((anchor) => anchor !== '' && !anchor.includes('='));
    const astray = await page.evaluate(
      (all) => all.filter((anchor) => document.querySelectorAll(`[id="${anchor}"]`).length !== 1),
      anchors,
    );
    expect(astray).toEqual([]);
    await shorten(page, path === longest ? lookedAtOfLongest : lookedAt);
    expect(await violations(page), 'in the light scheme').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, [], rulesOfColour), 'in the dark scheme').toEqual([]);
    await page.evaluate(() => window.whole?.());
    await pressEverything(page);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(foreign).toEqual([]);
  });
}

test('on a wide screen too a page of each kind stays where it is while it comes up', async ({ page }) => {
  await watchShifts(page);
  const id = 'hostile';
  const single = ['', 'docs/', 'compare/', 'methods/', sweepPath, pairsPath, pastTensePath];
  const of = [experimentPath(id), featurePath('gru-2-layers', 'commas'), atlasPath(id), ...neuronPaths.slice(0, 1)];
  for (const path of [...single, ...of]) {
    await page.goto(path, { waitUntil: 'networkidle' });
    staysWhereItIs(await shiftOf(page), path);
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

/** Leaves the first dozen of tokens in a row, of which pages have thousands that are alike. */
const withoutLaterTokens = (html: string): string =>
  html.replace(/((?:<bdi[^>]*>[^<]*<\/bdi>\s*){12})(?:<bdi[^>]*>[^<]*<\/bdi>\s*)+/g, '$1');

test('the HTML of every page is valid', async ({ page }) => {
  test.slow();
  const { dist } = await builtSite(page);
  const validate = new HtmlValidate({ extends: [...htmlRules.extends], rules: { ...htmlRules.rules } });
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.html'));
  const read = await Promise.all(files.map(async (file) => ({ file, html: await readFile(join(dist, file), 'utf8') })));
  // An address that leads on has no page of its own.
  const pages = read.filter(({ html }) => !html.includes('http-equiv="refresh"'));
  expect(pages.length).toBe(pagePaths.length + alikePaths.length + 1);
  const whole = join(longest, 'index.html');
  for (const { file, html } of pages) {
    const report = await validate.validateString(file === whole ? html : withoutLaterTokens(html), file);
    const messages = report.results.flatMap(({ messages }) =>
      messages.map((m) => `${file}:${m.line}:${m.column} ${m.ruleId} ${m.message}`),
    );
    expect(messages.slice(0, 5)).toEqual([]);
  }
});

test('ten experiments build in under 15 seconds, and where other programs take the cores with under 25 of work', async ({
  page,
}) => {
  const { seconds, work } = await builtSite(page);
  process.stdout.write(`    astro build of ten experiments: ${seconds.toFixed(1)} s, ${work.toFixed(1)} s of work\n`);
  expect(work).toBeGreaterThan(1);
  if (seconds >= 15) expect(work).toBeLessThan(25);
});
