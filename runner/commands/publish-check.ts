/**
 * `npm run publish:check [port=0]`: builds the site as GitHub Pages will serve it, serves it on this machine, follows
 * every address, weighs it, checks accessibility and HTML, and says what is left to click on GitHub.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'puppeteer';
import { exitCode, InputError } from '../core/errors.ts';
import { accessibilityProblems } from '../publish/accessibility.ts';
import { findBrowser, openBrowser } from '../publish/browser.ts';
import { buildSite } from '../publish/build.ts';
import { type CrawledPage, crawl } from '../publish/crawl.ts';
import { destination } from '../publish/destination.ts';
import { htmlRules } from '../publish/html-rules.ts';
import { policyProblems } from '../publish/policy.ts';
import { serveFolder } from '../publish/serve.ts';
import { firstLoad, mostBytes, mostBytesOfFile, mostBytesOfFirstLoad, weigh } from '../publish/sizes.ts';
import { visible } from '../terminal/visible.ts';
import { packageProgram } from './program.ts';

interface Row {
  name: string;
  /** Null: could not be checked. */
  passed: boolean | null;
  words: string;
  problems: readonly string[];
}

const shownProblems = 10;
const publicDirectory = (): string => process.env.RNN_ATLAS_PUBLIC || 'public';

export async function run(words: string[]): Promise<number> {
  const port = Number(/^port=(\d{1,5})$/.exec(words[0] ?? 'port=0')?.[1] ?? Number.NaN);
  if (Number.isNaN(port) || words.length > 1) {
    throw new InputError('unknown-word', {
      what: `npm run publish:check does not understand "${words.join(' ')}"`,
      fix: 'It takes one word: port=4321, where the site is served meanwhile; any free port without it',
    });
  }
  const domain = await readFile(join(publicDirectory(), 'CNAME'), 'utf8').catch(() => null);
  const remote = await git('remote', 'get-url', 'origin');
  const found = destination(remote, domain, basename(process.cwd()));
  const base = process.env.RNN_ATLAS_BASE || found.base;
  const site = process.env.RNN_ATLAS_SITE || found.site;
  const built = await buildSite(packageProgram('astro', 'astro'), { publicDirectory: publicDirectory(), base, site });
  try {
    const served = await serveFolder(built.dist, base, port);
    const browser = (await findBrowser()) === null ? null : await openBrowser();
    try {
      const crawled = await crawl(served.origin, base, site);
      const rows = [
        {
          name: 'build',
          passed: true,
          words: `under ${base}${site === null ? '' : ` of ${site}`}, ${built.seconds.toFixed(1)} s`,
          problems: [],
        },
        await committed(),
        {
          name: 'links and files',
          passed: crawled.problems.length === 0,
          words: `${crawled.pages.length} pages, ${crawled.asked} addresses; ${crawled.external.length} on other sites were not asked for`,
          problems: crawled.problems,
        },
        policy(crawled.pages),
        ...(await sizes(built.dist, base, crawled.pages)),
        await html(crawled.pages),
        await accessibility(browser, crawled.pages),
      ];
      process.stdout.write(`${rows.map(lines).join('\n')}\n\n${next(rows, remote)}\n`);
      return rows.every(({ passed }) => passed !== false) ? exitCode.done : exitCode.failed;
    } finally {
      served.close();
      await browser?.close();
    }
  } finally {
    await built.remove();
  }
}

const git = (...words: string[]): Promise<string | null> =>
  promisify(execFile)('git', words).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );

/** GitHub builds from what is committed, not from what lies here. */
async function committed(): Promise<Row> {
  const results = join(publicDirectory(), 'results');
  const names = await readdir(results).catch(() => []);
  const changed = await git('status', '--porcelain', '--', results);
  const name = 'committed results';
  if (changed === null) return { name, passed: null, words: 'this is no git repository', problems: [] };
  const problems = changed.split('\n').filter(Boolean);
  const words = problems.length === 0 ? `${names.length}` : `${problems.length} not committed: git add ${results}`;
  return { name, passed: problems.length === 0, words, problems };
}

function policy(pages: readonly CrawledPage[]): Row {
  const problems = policyProblems(pages);
  return { name: 'policy', passed: problems.length === 0, words: 'no script in a page, no other site', problems };
}

async function sizes(dist: string, base: string, pages: readonly CrawledPage[]): Promise<Row[]> {
  const { total, files, largest } = await weigh(dist);
  const loads = await Promise.all(pages.map((page) => firstLoad(dist, base, page)));
  const heavy = loads.filter(({ bytes }) => bytes >= mostBytesOfFirstLoad);
  const heaviest = Math.max(0, ...loads.map(({ bytes }) => bytes));
  return [
    {
      name: 'size',
      passed: total < mostBytes && largest.bytes < mostBytesOfFile,
      words: `${megabytes(total)} in ${files} files, the largest ${megabytes(largest.bytes)} (${largest.name}); GitHub takes 1 GB, 100 MB a file`,
      problems: [],
    },
    {
      name: 'first load',
      passed: heavy.length === 0,
      words: `at most ${Math.round(heaviest / 1e3)} KB a page, compressed; wanted below ${mostBytesOfFirstLoad / 1e3}`,
      problems: heavy.map(({ name, bytes }) => `${name}: ${Math.round(bytes / 1e3)} KB`),
    },
  ];
}

async function html(pages: readonly CrawledPage[]): Promise<Row> {
  const { HtmlValidate } = await import('html-validate/node');
  const validate = new HtmlValidate({ extends: [...htmlRules.extends], rules: { ...htmlRules.rules } });
  const problems: string[] = [];
  for (const { address, html } of pages) {
    const { results } = await validate.validateString(html);
    for (const { line, column, ruleId, message } of results.flatMap(({ messages }) => messages)) {
      problems.push(`${new URL(address).pathname}:${line}:${column} ${ruleId} ${message}`);
    }
  }
  return { name: 'HTML', passed: problems.length === 0, words: `${pages.length} pages by html-validate`, problems };
}

async function accessibility(browser: Browser | null, pages: readonly CrawledPage[]): Promise<Row> {
  const name = 'accessibility';
  if (browser === null) {
    return { name, passed: null, words: 'not checked: there is no Chromium (CHROMIUM_PATH)', problems: [] };
  }
  const require = createRequire(import.meta.url);
  const axe = await readFile(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core'), 'utf8');
  const addresses = pages.map(({ address }) => address);
  const problems = await accessibilityProblems(browser, axe, addresses);
  return { name, passed: problems.length === 0, words: `${pages.length} pages by axe, light and dark`, problems };
}

const signs = new Map([
  [true, '✓'],
  [false, '✗'],
  [null, '?'],
]);

function lines({ name, passed, words, problems }: Row): string {
  const more = problems.length - shownProblems;
  return [
    `${signs.get(passed)} ${name.padEnd(18)} ${words}`,
    ...problems.slice(0, shownProblems).map((problem) => `    ${visible(problem)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join('\n');
}

function next(rows: readonly Row[], remote: string | null): string {
  if (rows.some(({ passed }) => passed === false)) return 'Not ready to be published: see ✗ above.';
  const push =
    remote === null ? 'Make a repository on GitHub and push this branch as main' : 'Push this branch as main';
  return `Ready. ${push}; on GitHub: Settings, Pages, Source: GitHub Actions. The workflow "pages" builds and publishes at each push; Actions, pages, Run workflow starts it by hand.`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toPrecision(3)} MB`;
