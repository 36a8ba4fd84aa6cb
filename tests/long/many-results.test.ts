/** A site of 240 experiments. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BuiltSite } from '../../runner/publish/build.ts';
import { buildIn } from '../browser/shared-site.ts';
import { copyResults } from '../fixtures/results/copied-results.ts';
import { runFolder } from '../one-build.ts';

const [count, length] = [240, 18];
let site: BuiltSite;

beforeAll(async () => {
  const folder = join(runFolder, 'many');
  await copyResults(join(folder, 'public'), count);
  site = await buildIn(folder, { docs: false });
}, 900_000);
afterAll(() => site.remove());

it('the first page weighs less than 150 KB, and every experiment stands on one page', () => {
  expect(statSync(join(site.dist, 'index.html')).size).toBeLessThan(150_000);
  const onPage = (page: number) => {
    const html = readFileSync(join(site.dist, page === 1 ? '' : `gallery/${page}`, 'index.html'), 'utf8');
    return [...html.matchAll(/data-card="([^"]+)"/g)].map(([, id]) => id);
  };
  const pages = Array.from({ length: Math.ceil(count / length) }, (_, index) => onPage(index + 1));
  expect(pages.slice(0, -1).every((ids) => ids.length === length)).toBe(true);
  expect(new Set(pages.flat()).size).toBe(count);
});
