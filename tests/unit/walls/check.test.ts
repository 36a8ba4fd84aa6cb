import { expect, test } from 'vitest';
import { brokenWalls } from '../../walls/check.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

/** What a file of the house imports, a file a line. */
const imports = (...files: string[]) => files.map((file) => `import { one } from '${file}';\n`).join('');
const types = (file: string) => `import type { One } from '${file}';\nexport interface Own { one: One }`;
const engines = '../../nn/engines/engines.ts';
const early = 'loaded when it is needed: runner/cli/commands/experiment.ts ->';

/** Files by what is wrong with them, each with the walls that it breaks; the first are in order. */
const cases: Readonly<Record<string, readonly [files: Record<string, string>, ...broken: string[]]>> = {
  'nothing in a house in order': [
    {
      'runner/core/errors.ts': 'export const one = 1;',
      'runner/core/atomic.ts': imports('node:fs'),
      'runner/analysis/stats/auc.ts': imports('../../core/errors.ts'),
      'runner/nn/engines/engines.ts': 'export const one = 1;\nexport interface One { name: string }',
      'runner/nn/engines/some-worker.ts': 'export {};',
      'runner/text/tokens.ts': 'export const one = 1;',
      'runner/text/sources.ts': 'export const one = 1;',
      'runner/cli/commands/main.ts': 'export const one = 1;',
      'site/words/numbers.ts': 'export const one = String;',
      'site/components/Number.astro': `---\n${imports('../words/numbers.ts')}---\n<p>{one(1)}</p>`,
    },
  ],
  'data that flows up': [
    { 'runner/core/loop.ts': imports('../analysis/stats/auc.ts') },
    'what runner/core may import: runner/core/loop.ts -> runner/analysis/stats/auc.ts',
  ],
  'an import of a type alone': [
    { 'runner/analysis/stats/rank.ts': types(engines) },
    'what runner/analysis/stats may import: runner/analysis/stats/rank.ts -> runner/nn/engines/engines.ts',
  ],
  'two files whose types need each other': [
    { 'runner/analysis/stats/one.ts': types('./two.ts'), 'runner/analysis/stats/two.ts': types('./one.ts') },
    'no circle: runner/analysis/stats/one.ts -> runner/analysis/stats/two.ts -> runner/analysis/stats/one.ts',
  ],
  'a pure room that reaches a file, however long the way': [
    { 'runner/analysis/stats/saved.ts': imports('../../core/atomic.ts') },
    'runner/analysis/stats is pure: runner/analysis/stats/saved.ts -> runner/core/atomic.ts -> fs',
  ],
  'what comes along with a command that was to wait, not what it loads when it needs it': [
    {
      'runner/cli/commands/experiment.ts': `${imports('../../experiment/manifest/load.ts')}() => import('../../library/open.ts');`,
      'runner/experiment/manifest/load.ts': imports('csv-parse', '../../nn/engines/engines.ts'),
      'runner/library/open.ts': 'export const one = 1;',
    },
    `${early} runner/experiment/manifest/load.ts -> csv-parse`,
    `${early} runner/experiment/manifest/load.ts -> runner/nn/engines/engines.ts`,
    'what runner/experiment/manifest may import: runner/experiment/manifest/load.ts -> runner/nn/engines/engines.ts',
  ],
  'the front matter and the scripts of components': [
    {
      'site/components/A.astro': `---\n${imports('../../runner/nn/engines/engines.ts')}---\n<p>{one}</p>`,
      'site/components/B.astro': `<p></p>\n<script>\n  ${imports('../../runner/nn/engines/engines.ts')}</script>`,
    },
    'what site/components may import: site/components/A.astro -> runner/nn/engines/engines.ts',
    'what site/components may import: site/components/B.astro -> runner/nn/engines/engines.ts',
  ],
  'what a worker is started from': [
    { 'runner/analysis/stats/start.ts': "const url = new URL('../../nn/engines/some-worker.ts', import.meta.url);" },
    'runner/analysis/stats is pure: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
    'what runner/analysis/stats may import: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
  ],
  'more in the live model than reading and sampling need': [
    { 'site/browser/live.ts': imports('../../runner/text/sources.ts', '../../runner/text/tokens.ts') },
    'what site/browser may import: site/browser/live.ts -> runner/text/sources.ts',
  ],
  'an import of the commands': [
    { 'runner/index.ts': imports('./cli/commands/main.ts') },
    'nothing imports the commands: runner/index.ts -> runner/cli/commands/main.ts',
  ],
  'a room that the plan does not know': [
    { 'runner/attic/box.ts': imports('../core/errors.ts') },
    'every room has its arrows: runner/attic/box.ts -> runner/core/errors.ts',
  ],
  'a shape that imports its part, though a part may answer in its shape': [
    {
      'runner/analysis/findings/plan-schema.ts': imports('../stats/auc.ts'),
      'runner/analysis/atlas/claims.ts': imports('../findings/plan-schema.ts'),
    },
    'what the shapes may import: runner/analysis/findings/plan-schema.ts -> runner/analysis/stats/auc.ts',
  ],
};

const { path, write } = temporaryFolder();
const house = cases['nothing in a house in order']?.[0];

test.each(Object.entries(cases))('it tells %s', (name, [files, ...broken]) => {
  for (const [file, text] of Object.entries({ ...house, ...files })) write(`${name}/${file}`, text);
  expect(brokenWalls(`${path}/${name}`).sort()).toEqual(broken);
});
