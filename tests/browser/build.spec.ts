/**
 * A build of the site that the served one does not show: of a result that is broken. What else readers refuse stands in
 * tests/unit/results/read.test.ts, and what a build that fails leaves in tests/cli/build.test.ts.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { cases } from '../fixtures/results/cases.ts';
import { buildTimeout } from '../one-build.ts';
import { buildSite } from './build-site.ts';

test.describe.configure({ timeout: buildTimeout });

test('a result that does not fit the schema stops the build with its file and key', async () => {
  const site = await buildSite(cases.slice(0, 1), async (publicDirectory) => {
    const path = join(publicDirectory, 'results', 'lstm-dots', 'result.json');
    const result = JSON.parse(await readFile(path, 'utf8')) as { model: { units: unknown } };
    result.model.units = 'many';
    await writeFile(path, JSON.stringify(result));
  });
  expect(site.exitCode).not.toBe(0);
  expect(site.output).toContain(join('results', 'lstm-dots', 'result.json'));
  expect(site.output).toContain('Key model.units');
  await site.remove();
});
