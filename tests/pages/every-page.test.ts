/** What must hold of every page, as its files stand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { htmlChecker } from '../../runner/publish/checks.ts';
import { type Crawl, crawl } from '../../runner/publish/crawl.ts';
import { serveFolder } from '../../runner/publish/serve.ts';
import { articles } from '../../site/words/article/contents.ts';
import { base, likeOthers, lookedAt, publicSite } from '../browser/shared-site.ts';
import { addresses, dist, pageAt, textOf } from './page.ts';

/** Of the experiments that the articles tell of, what is published decides it. */
const published = ['features/', ...Object.values(articles).map(({ experiment }) => `experiments/${experiment}/`)];
const made = addresses.filter((address) => !published.some((each) => address.startsWith(each)));

it('these are all pages of what was made for the tests', async () => {
  // By the folder, of experiments by experiment, the pages in it.
  const folders = Map.groupBy(made, (address) => /^(?:experiments\/)?[^/]*\/?/.exec(address)?.[0] ?? '');
  const lines = [...folders].map(([folder, all]) =>
    [`/${folder}`, ...all.map((each) => each.slice(folder.length) || '.')].join(' '),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('__snapshots__/addresses.txt');
});

/** By name and classes, with what it stands in. */
function kindsAt(address: string): string[] {
  const named = (each: Element | null) => [each?.localName, ...(each?.classList ?? [])].join('.');
  return [...pageAt(address).querySelectorAll('main *')].map((each) => `${named(each.parentElement)} > ${named(each)}`);
}

it('the pages that the browser tests leave out have no kind of element that these do not look at elsewhere', () => {
  const seen = new Set(lookedAt.flatMap(kindsAt));
  expect(likeOthers.flatMap(kindsAt).filter((kind) => !seen.has(kind))).toEqual([]);
});

it.each(addresses)('/%s has one first heading, and its letters come before its scripts', (address) => {
  // Hundreds of documents would weigh on all that follows.
  const html = textOf(`${address}index.html`);
  expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
  expect(html).not.toMatch(/<script(?=[^>]*\bmodule\b)(?![^>]*fetchpriority="?low)/);
});

describe('followed as a reader and a search engine would', () => {
  let found: Crawl;
  beforeAll(async () => {
    const served = await serveFolder(dist, base);
    found = await crawl(served.origin, base, publicSite);
    served.close();
  });

  it('every link leads somewhere, its anchor is there, and nothing is loaded from elsewhere', () => {
    // What an author writes of a published experiment leads to others, which are not here.
    expect(found.problems).toEqual([]);
  });

  it('every page is linked, and search engines are told of it', () => {
    const linked = found.pages.map(({ address }) => decodeURIComponent(new URL(address).pathname).slice(base.length));
    expect(addresses.filter((address) => !linked.includes(address))).toEqual([]);
    const told = [...textOf('sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, each = '']) =>
      decodeURIComponent(each),
    );
    expect(told.toSorted()).toEqual(addresses.map((address) => `${publicSite}${base}${address}`).toSorted());
  });
});

/** Leaves the first three tokens in a row, of which pages have thousands that are alike. */
const withoutLaterTokens = (html: string): string =>
  html.replace(/((?:<bdi[^>]*>[^<]*<\/bdi>\s*){3})(?:<bdi[^>]*>[^<]*<\/bdi>\s*)+/g, '$1');

/** What is published itself is of the same kinds, and is checked before it is: npm run publish:check. */
it('the HTML of every page that was made, and is not like another, is valid', async () => {
  const check = await htmlChecker();
  const whole = 'experiments/hostile/';
  for (const address of made.filter((each) => !likeOthers.includes(each))) {
    const html = textOf(`${address}index.html`);
    const problems = await check(address === whole ? html : withoutLaterTokens(html));
    expect(problems.slice(0, 5), address).toEqual([]);
  }
});
