/**
 * `npm run publish:check`: builds the site as GitHub Pages will serve it, serves it on this machine, follows every
 * address, weighs it, checks accessibility and HTML, and says what is left to click on GitHub.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { Browser } from 'puppeteer';
import { exitCode } from '../../core/errors.ts';
import { bytes } from '../../core/format.ts';
import { asTyped, inPackage } from '../../core/installation.ts';
import { originAndBase } from '../../experiment/results/site-settings.ts';
import { openBrowserIfAny } from '../../publish/browser.ts';
import { buildSite, weigh } from '../../publish/build.ts';
import { accessibilityProblems, git, htmlChecker, uncommitted } from '../../publish/checks.ts';
import { type CrawledPage, crawl } from '../../publish/crawl.ts';
import { readSiteSettings } from '../../publish/read-site-settings.ts';
import { serveFolder } from '../../publish/serve.ts';
import { visible } from '../terminal/visible.ts';
import { basePath, port, publicFolder, siteOrigin } from './keys.ts';
import { runAstro } from './program.ts';
import { stderrReporter } from './streams.ts';
import type { Takes, WordsOf } from './words.ts';

interface Row {
  name: string;
  /** Null: could not be checked. */
  passed: boolean | null;
  words: string;
  problems: readonly string[];
}

/** A row that passes where there are no problems. */
const row = (
  name: string,
  words: string,
  problems: readonly string[] = [],
  passed: Row['passed'] = problems.length === 0,
) => ({ name, passed, words, problems }) satisfies Row;

const shownProblems = 10;

export const takes = {
  subject: null,
  keys: {
    port: port('the port on which the site is served meanwhile (any free one)'),
    base: basePath('site.yaml, otherwise that of the repository or folder'),
    site: siteOrigin,
    public: publicFolder,
  },
  example: 'npm run publish:check port=4321',
} satisfies Takes;

export async function run({ given }: WordsOf<typeof takes>): Promise<number> {
  const publicDirectory = given.public ?? (process.env.RNN_ATLAS_PUBLIC || 'public');
  const domain = await readFile(join(publicDirectory, 'CNAME'), 'utf8').catch(() => null);
  const remote = await git('remote', 'get-url', 'origin');
  const found = destination(remote, domain, basename(process.cwd()));
  const { address } = await readSiteSettings(process.cwd());
  const wanted = address === null ? found : originAndBase(address);
  const base = given.base ?? (process.env.RNN_ATLAS_BASE || wanted.base);
  const site = given.site ?? (process.env.RNN_ATLAS_SITE || wanted.site);
  const reporter = stderrReporter();
  const rows: Row[] = [];
  const add = (...more: Row[]) => {
    reporter.finish();
    rows.push(...more);
    process.stdout.write(more.map((each) => `${lines(each)}\n`).join(''));
  };
  reporter.note('Builds the site as it will be published, then checks it: a minute or a few.');
  reporter.step('Building the site');
  const built = await buildSite(runAstro, { publicDirectory, base, site });
  try {
    add(row('build', `under ${base}${site === null ? '' : ` of ${site}`}, ${built.seconds.toFixed(1)} s`));
    const served = await serveFolder(built.dist, base, given.port);
    const browser = await openBrowserIfAny();
    try {
      add(await committed(publicDirectory));
      reporter.step('Checking links');
      const crawled = await crawl(served.origin, base, site);
      const addresses = `${crawled.pages.length} pages, ${crawled.asked} addresses; ${crawled.external.length} on other sites were not requested`;
      add(row('links and files', addresses, crawled.problems), await size(built.dist));
      reporter.step('Validating HTML');
      add(await html(crawled.pages));
      reporter.step('Checking accessibility, light and dark');
      add(await accessibility(browser, crawled.pages));
      const usual = process.env.RNN_ATLAS_BASE || (address === null ? '/' : wanted.base);
      const words = { ...given, base: base === usual ? undefined : base };
      const asGiven = (['base', 'site', 'public'] as const).map((key) => words[key] && ` ${key}=${words[key]}`);
      const build = asTyped(`npm run build${asGiven.filter(Boolean).join('')}`);
      process.stdout.write(`\n${next(rows, { remote, build })}\n`);
      return rows.every(({ passed }) => passed !== false) ? exitCode.done : exitCode.failed;
    } finally {
      served.close();
      await browser?.close();
    }
  } finally {
    reporter.finish();
    await built.remove();
  }
}

async function committed(publicDirectory: string): Promise<Row> {
  const results = join(publicDirectory, 'results');
  const name = 'committed results';
  const found = await uncommitted(results);
  if (found === null) return row(name, 'this is not a git repository', [], null);
  if (found.length > 0) return row(name, `${found.length} not committed: git add ${results}`, found);
  return row(name, String((await readdir(results).catch(() => [])).length));
}

/** GitHub Pages: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits */
async function size(dist: string): Promise<Row> {
  const { total, files, largest } = await weigh(dist);
  const all = `${bytes(total)} in ${files} files, the largest ${bytes(largest.bytes)} (${largest.name}); GitHub takes 1 GB, 100 MB a file`;
  return row('size', all, [], total < 1e9 && largest.bytes < 100e6);
}

async function html(pages: readonly CrawledPage[]): Promise<Row> {
  const check = await htmlChecker();
  const problems: string[] = [];
  for (const { address, html } of pages) {
    const { pathname } = new URL(address);
    problems.push(...(await check(html)).map((problem) => `${pathname}:${problem}`));
  }
  return row('HTML', `${pages.length} pages by html-validate`, problems);
}

async function accessibility(browser: Browser | null, pages: readonly CrawledPage[]): Promise<Row> {
  const name = 'accessibility';
  if (browser === null) return row(name, 'not checked: there is no Chromium (CHROMIUM_PATH)', [], null);
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
  const addresses = pages.map(({ address }) => address);
  const problems = await accessibilityProblems(browser, axe, addresses);
  return row(name, `${pages.length} pages by axe, light and dark`, problems);
}

function lines({ name, passed, words, problems }: Row): string {
  const sign = passed === null ? '?' : passed ? '✓' : '✗';
  const more = problems.length - shownProblems;
  return [
    `${sign} ${name.padEnd(18)} ${words}`,
    ...problems.slice(0, shownProblems).map((problem) => `    ${visible(problem)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join('\n');
}

function next(rows: readonly Row[], { remote, build }: { remote: string | null; build: string }): string {
  if (rows.some(({ passed }) => passed === false)) return 'Not ready to be published: see ✗ above.';
  if (inPackage) {
    return `Ready. ${build} writes the same into dist/, for any web server to serve under this path; node_modules/rnn-atlas/lib/docs/publishing.md has a workflow for GitHub Pages.`;
  }
  const push =
    remote === null ? 'Make a repository on GitHub and push this branch as main' : 'Push this branch as main';
  return `Ready. ${push}; on GitHub: Settings, Pages, Source: GitHub Actions. The workflow "pages" builds and publishes after each push; Actions, pages, Run workflow starts it by hand.`;
}

/**
 * Where GitHub Pages will serve the site of a repository: the path with both slashes, and 'https://<owner>.github.io', null when unknown.
 * @param remote the address of the repository's remote, and @param domain the content of public/CNAME; null when there is none.
 * @param folder its name stands for the repository's where there is no remote.
 */
export function destination(
  remote: string | null,
  domain: string | null,
  folder: string,
): { base: string; site: string | null } {
  if (domain !== null) return { base: '/', site: `https://${domain.trim()}` };
  const [, owner, repository] = /github\.com[:/]([^/]+)\/(.+?)(?:\.git)?\/?$/.exec(remote ?? '') ?? [];
  if (owner === undefined || repository === undefined) {
    const name = /([^/:]+?)(?:\.git)?\/?$/.exec(remote ?? '')?.[1] ?? folder;
    return { base: `/${encodeURIComponent(name)}/`, site: null };
  }
  const host = `${owner.toLowerCase()}.github.io`;
  return { base: repository.toLowerCase() === host ? '/' : `/${repository}/`, site: `https://${host}` };
}
