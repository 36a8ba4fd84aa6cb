/** What the pages of a build read. That a page which throws ends the build is told in tests/cli/build.test.ts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { cases } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-experiments-'));
vi.doMock('astro:content', () => ({ getCollection: async () => [{ id: 'rnn-characters', data: { result: null } }] }));
afterAll(() => {
  vi.doUnmock('astro:content');
  rmSync(folder, { recursive: true, force: true });
});

it('a result that does not fit the schema gives no experiments, but its file and key', async () => {
  vi.stubEnv('RNN_ATLAS_PUBLIC', folder);
  await makeResults(
    folder,
    cases.filter(({ id }) => id === 'rnn-characters'),
  );
  const { experiments } = await import('../../../../site/data/experiments.ts');
  const path = join(folder, 'results', 'rnn-characters', 'result.json');
  const result = JSON.parse(readFileSync(path, 'utf8'));
  result.model.units = 'many';
  writeFileSync(path, JSON.stringify(result));
  await expect(experiments()).rejects.toThrow(/rnn-characters[\\/]result\.json .*Key model\.units/);
});
