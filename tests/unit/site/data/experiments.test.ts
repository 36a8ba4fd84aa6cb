/** What the pages of a build read. That a page which throws ends the build is told in tests/cli/build.test.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { caseNamed } from '../../../fixtures/results/cases.ts';
import { makeResults } from '../../../fixtures/results/make-results.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();
vi.doMock('astro:content', () => ({ getCollection: async () => [{ id: 'rnn-characters', data: { result: null } }] }));
afterAll(() => vi.doUnmock('astro:content'));

it('a result that does not fit the schema gives no experiments, but its file and key', async () => {
  vi.stubEnv('RNN_ATLAS_PUBLIC', folder.path);
  await makeResults(folder.path, [caseNamed('rnn-characters')]);
  const { experiments } = await import('../../../../site/data/experiments.ts');
  const path = 'results/rnn-characters/result.json';
  const result = JSON.parse(readFileSync(join(folder.path, path), 'utf8'));
  result.model.units = 'many';
  folder.write(path, JSON.stringify(result));
  await expect(experiments()).rejects.toThrow(/rnn-characters[\\/]result\.json .*Key model\.units/);
});
