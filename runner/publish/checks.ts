/**
 * What `publish:check` looks at. What git says of the results: GitHub builds from what is committed, not from what lies here. And what pages
 * must keep to: the Content-Security-Policy that the site promises, the rules of html-validate, and those of axe. The browser and axe's
 * source are passed in.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { parseHTML } from 'linkedom';
import type { Browser } from 'puppeteer';
import type { CrawledPage } from './crawl.ts';

/** What git prints, without line breaks at the end; null when it fails, as outside of a repository. */
export const git = (...words: string[]): Promise<string | null> =>
  promisify(execFile)('git', words, { maxBuffer: 2 ** 28 }).then(
    ({ stdout }) => stdout.trimEnd(),
    () => null,
  );

export interface UncommittedFiles {
  /** As git prints them: two letters and a path. */
  changed: string[];
  /** Paths whose committed file differs in times and circumstances only: running an experiment again changes those. */
  onlyTimings: string[];
}

/** Changes in a folder that are not committed; null outside of a repository. */
export async function uncommitted(folder: string): Promise<UncommittedFiles | null> {
  // Names as they are, without quotes and escapes.
  const status = await git('-c', 'core.quotePath=false', 'status', '--porcelain', '--', folder);
  const root = await git('rev-parse', '--show-toplevel');
  if (status === null || root === null) return null;
  const found: UncommittedFiles = { changed: [], onlyTimings: [] };
  for (const line of status.split('\n').filter((each) => each !== '')) {
    const path = line.slice(3);
    const committed = /^( M|M ) /.test(line) && path.endsWith('.json') ? await git('show', `HEAD:${path}`) : null;
    const same = committed !== null && sameButTimings(committed, await readFile(join(root, path), 'utf8'));
    if (same) found.onlyTimings.push(path);
    else found.changed.push(line);
  }
  return found;
}

/** When, how long and by which versions: what a run changes that finds the same. */
const circumstances: ReadonlySet<string> = new Set(['provenance', 'seconds']);

export function sameButTimings(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => JSON.parse(text, (key, value) => (circumstances.has(key) ? null : value)));
  return isDeepStrictEqual(a, b);
}

/** What a policy must say; all else is forbidden by `default-src 'none'`. */
const required = ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'none'"];
const data = /^(application\/(ld\+)?json|text\/plain)$/;

/** One line for each page without the policy, and for each script or handler that stands in a page. */
export function policyProblems(pages: readonly Pick<CrawledPage, 'address' | 'html'>[]): string[] {
  return pages.flatMap(({ address, html }) => {
    const { document } = parseHTML(html);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    const directives = policy.split(/\s*;\s*/);
    const missing = required.filter((each) => !directives.includes(each));
    const inline = [...document.querySelectorAll('script:not([src])')].filter(
      (script) => !data.test(script.getAttribute('type') ?? ''),
    );
    const handlers = [...document.querySelectorAll('*')].filter((each) =>
      [...each.attributes].some(({ name }) => name.startsWith('on')),
    );
    const path = new URL(address).pathname;
    return [
      ...missing.map((each) => `${path}: its policy lacks ${each}`),
      ...[...inline, ...handlers].map((each) => `${path}: <${each.localName}> holds a script of its own`),
    ];
  });
}

export const htmlRules = {
  extends: ['html-validate:recommended'],
  rules: {
    // `--a` of each token, and boolean attributes as Astro writes them.
    'no-inline-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // Text is allowed to hold spaces, and a long title is the author's.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
  },
} as const;

interface Axe {
  run(within: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** Axe's rules that a scheme of colours can change. */
export const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** What axe looks at in each scheme: everything once, and in the other scheme what that can change. */
const schemes = { light: {}, dark: { runOnly: { type: 'rule', values: rulesOfColour } } };

export async function accessibilityProblems(
  browser: Browser,
  axe: string,
  addresses: readonly string[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<string[]> {
  const problems: string[] = [];
  const page = await browser.newPage();
  try {
    for (const [index, address] of addresses.entries()) {
      onProgress(index, addresses.length);
      await page.goto(address, { waitUntil: 'networkidle0' });
      await page.evaluate(axe);
      for (const [scheme, only] of Object.entries(schemes)) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        // What is right is not described: of a long text that takes most of the time.
        const options = { resultTypes: ['violations'], ...only };
        const { violations } = await page.evaluate(
          (how) => (globalThis as unknown as { axe: Axe }).axe.run(document, how),
          options,
        );
        for (const { id, nodes } of violations) {
          problems.push(`${new URL(address).pathname} (${scheme}): ${id}, ${nodes[0]?.html.slice(0, 100) ?? ''}`);
        }
      }
    }
  } finally {
    await page.close();
  }
  return problems;
}
