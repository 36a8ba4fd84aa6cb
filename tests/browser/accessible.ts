/**
 * What axe finds wrong with a page. It runs in the page itself and tells of what is wrong alone: through its package for
 * Playwright, which also carries the thousands of elements that are right from one page to another, it takes four times as long.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The broken rules, each with the first of the elements that break it.
 * @param part selectors of what is looked at; all when left out.
 * @param rules their names; all when left out.
 */
export async function violations(
  page: Page,
  part: readonly string[] = [],
  rules: readonly string[] = [],
): Promise<string[]> {
  // As often as the page is another.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const context: ElementContext = part.length === 0 ? { include: ['html'] } : { include: part.map((each) => [each]) };
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules.length > 0 && { runOnly: { type: 'rule', values: [...rules] } }),
  };
  const found = await page.evaluate(
    async ([within, how]) => {
      const { axe } = globalThis as unknown as { axe: { run(...given: unknown[]): Promise<AxeResults> } };
      const { violations } = await axe.run(within, how);
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html) }));
    },
    [context, options] as const,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.join(' ')}`);
}
