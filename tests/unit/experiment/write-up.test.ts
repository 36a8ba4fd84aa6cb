import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { featuresNamed, gone } from '../../../runner/experiment/prepare.ts';

const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-write-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeUp = `<Highlight feature="commas" from={0} />

It costs {fixed(measured('used', 'commas').flip, 2)}; neuron {lead(
  "dots").neuron}, {verdict()}.

<Evidence feature={"[.?!]\\""} />
<When is={status('learned', "it's late") === 'passed'}>so</When> {falls('verbs')}
`;

it('a write-up names features in properties and in expressions, with any quotation marks', () => {
  expect(featuresNamed(writeUp).map(({ name, line }) => [name, line])).toEqual([
    ['commas', 1],
    ['commas', 3],
    ['dots', 4],
    ['[.?!]"', 6],
    ["it's late", 7],
    ['verbs', 7],
  ]);
});

it('those that the manifest no longer has are told with their lines, and what to do', async () => {
  writeFileSync(join(folder, 'a.mdx'), writeUp);
  const loaded = { path: 'a.yaml', id: 'a' };
  expect(await gone(loaded, ['commas', 'dots', '[.?!]"', "it's late", 'verbs'], folder)).toEqual([]);
  expect(await gone(loaded, ['dots', '[.?!]"', "it's late", 'verbs'], folder)).toEqual([
    'The write-up a.mdx speaks of the feature "commas" (lines 1 and 3), which this experiment does not have; it has "dots", "[.?!]"", "it\'s late" and "verbs". Change what it says there, "<Highlight feature="commas" from={0} />", or take it out: until then the site cannot be built.',
  ]);
  expect(await gone({ path: 'a.yaml', id: 'a+seed-3' }, [], folder)).toEqual([]);
  writeFileSync(join(folder, 'b.mdx'), `<When is={asked("commas")}>\n${writeUp}</When>`);
  const [first, ...others] = await gone({ path: 'b.yaml', id: 'b' }, ['[.?!]"', "it's late", 'verbs'], folder);
  expect(first).toContain('of the feature "dots" (line 5)');
  expect(others).toEqual([]);
});

it.each(['brackets', 'lstm-context', 'agreement'])(
  'the shipped one of %s speaks of nothing that is gone',
  async (id) => {
    const { loadManifest } = await import('../../../runner/experiment/manifest/load.ts');
    const loaded = await loadManifest(`experiments/${id}.yaml`);
    const names = loaded.manifest.features.map((feature) => (typeof feature === 'string' ? feature : feature.name));
    expect(
      featuresNamed((await import('node:fs')).readFileSync(`experiments/${id}.mdx`, 'utf8')).length,
    ).toBeGreaterThan(3);
    expect(await gone(loaded, names, process.cwd())).toEqual([]);
  },
);
