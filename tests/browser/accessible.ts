/**
 * What axe finds wrong with a page. It runs in the page itself and tells of what is wrong alone: through its package for
 * Playwright, which also carries the thousands of elements that are right from one page to another, it takes four times as long.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The broken rules, each with the first of the elements that break it.
 * @param part selectors of what is looked at; all when left out.
 * @param rules their names; all when left out.
 */
export async function violations(
  page: Page,
  part: readonly string[] = ['html'],
  rules: readonly string[] = [],
): Promise<string[]> {
  // As often as the page is another.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const within = { include: part.map((each) => [each]) };
  const how = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: [...rules] }) };
  return page.evaluate(
    async (given) => {
      const { axe } = globalThis as unknown as { axe: { run(...given: unknown[]): Promise<AxeResults> } };
      const { violations } = await axe.run(...given);
      return violations.map(({ id, nodes }) => [`${id}:`, ...nodes.slice(0, 3).map(({ html }) => html)].join(' '));
    },
    [within, how],
  );
}
