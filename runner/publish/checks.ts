/**
 * What `publish:check` looks at. What git says of the results: GitHub builds from what is committed, not from what lies here. And what pages
 * must keep to: the rules of html-validate, and those of axe. The browser and axe's source are passed in.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ConfigData } from 'html-validate';
import type { Browser } from 'puppeteer';

/** What git prints, without line breaks at the end; null when it fails, as outside of a repository. */
export const git = (...words: string[]): Promise<string | null> =>
  promisify(execFile)('git', words, { maxBuffer: 2 ** 28 }).then(
    ({ stdout }) => stdout.trimEnd(),
    () => null,
  );

/** Changes in a folder that are not committed, as git prints them: two letters and a path; null outside of a repository. */
export async function uncommitted(folder: string): Promise<string[] | null> {
  // Names as they are, without quotes and escapes.
  const status = await git('-c', 'core.quotePath=false', 'status', '--porcelain', '--', folder);
  return status?.split('\n').filter((line) => line !== '') ?? null;
}

const htmlConfig: ConfigData = {
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
};

/** Finds what is wrong with the HTML of a page, as `line:column rule message`. */
export async function htmlChecker(): Promise<(html: string) => Promise<string[]>> {
  const { HtmlValidate, StaticConfigLoader } = await import('html-validate/node');
  const loader = new StaticConfigLoader(htmlConfig);
  const resolved = await loader.getConfigFor('');
  // Resolved anew for each page, they take a fifth of the time.
  loader.getConfigFor = () => resolved;
  const validate = new HtmlValidate(loader);
  return async (html) => {
    const { results } = await validate.validateString(html);
    return results
      .flatMap(({ messages }) => messages)
      .map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`);
  };
}

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
): Promise<string[]> {
  const problems: string[] = [];
  const page = await browser.newPage();
  try {
    for (const address of addresses) {
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
