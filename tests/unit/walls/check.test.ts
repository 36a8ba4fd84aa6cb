import { expect, test } from 'vitest';
import { brokenWalls } from '../../walls/check.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

/** A house in order. */
const house = {
  'runner/core/errors.ts': 'export const error = 1;',
  'runner/analysis/stats/auc.ts': "import { error } from '../../core/errors.ts';\nexport const auc = error;",
  'runner/nn/engines/engines.ts': 'export const engine = 1;\nexport interface Engine { name: string }',
  'site/words/numbers.ts': 'export const number = String;',
  'site/components/Number.astro': "---\nimport { number } from '../words/numbers.ts';\n---\n<p>{number(1)}</p>",
};
const command = (loads: string) => ({
  'runner/cli/commands/experiment.ts': `import { load } from '../../experiment/manifest/load.ts';\n${loads}\nload();`,
  'runner/experiment/manifest/load.ts': "import { parse } from 'csv-parse';\nexport const load = parse;",
});
const tooEarly =
  'loaded when it is needed: runner/cli/commands/experiment.ts -> runner/experiment/manifest/load.ts -> csv-parse';

const cases: Record<string, [files: Record<string, string>, ...broken: string[]]> = {
  'nothing in a house in order': [{}],
  'data that flows up': [
    { 'runner/core/loop.ts': "import { auc } from '../analysis/stats/auc.ts';" },
    'what runner/core may import: runner/core/loop.ts -> runner/analysis/stats/auc.ts',
  ],
  'an import of a type alone': [
    { 'runner/analysis/stats/rank.ts': "import type { Engine } from '../../nn/engines/engines.ts';" },
    'what runner/analysis/stats may import: runner/analysis/stats/rank.ts -> runner/nn/engines/engines.ts',
  ],
  'two files whose types need each other': [
    {
      'runner/analysis/stats/one.ts': "import type { Two } from './two.ts';\nexport interface One { two: Two }",
      'runner/analysis/stats/two.ts': "import type { One } from './one.ts';\nexport interface Two { one: One }",
    },
    'no circle: runner/analysis/stats/one.ts -> runner/analysis/stats/two.ts -> runner/analysis/stats/one.ts',
  ],
  'a pure room that reaches a file, however long the way': [
    {
      'runner/core/atomic.ts': "import { writeFileSync } from 'node:fs';\nexport const write = writeFileSync;",
      'runner/analysis/stats/saved.ts': "import { write } from '../../core/atomic.ts';\nexport const save = write;",
    },
    'runner/analysis/stats is pure: runner/analysis/stats/saved.ts -> runner/core/atomic.ts -> fs',
  ],
  'a package that comes along with a command that was to wait, not what it loads when it needs it': [
    command("const later = () => import('../../nn/engines/engines.ts');"),
    tooEarly,
  ],
  'a room that comes along with a command that was to wait': [
    command("import { engine } from '../../nn/engines/engines.ts';"),
    tooEarly,
    'loaded when it is needed: runner/cli/commands/experiment.ts -> runner/nn/engines/engines.ts',
  ],
  'the front matter and the scripts of components': [
    {
      'site/components/A.astro':
        "---\nimport { engine } from '../../runner/nn/engines/engines.ts';\n---\n<p>{engine}</p>",
      'site/components/B.astro': "<p></p>\n<script>\n  import '../../runner/nn/engines/engines.ts';\n</script>",
    },
    'what site/components may import: site/components/A.astro -> runner/nn/engines/engines.ts',
    'what site/components may import: site/components/B.astro -> runner/nn/engines/engines.ts',
  ],
  'what a worker is started from': [
    {
      'runner/analysis/stats/start.ts': "const url = new URL('../../nn/engines/some-worker.ts', import.meta.url);",
      'runner/nn/engines/some-worker.ts': 'export {};',
    },
    'runner/analysis/stats is pure: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
    'what runner/analysis/stats may import: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
  ],
  'more in the live model than reading and sampling need': [
    {
      'runner/text/sources.ts': 'export const sources = 1;',
      'runner/text/tokens.ts': 'export const tokens = 1;',
      'site/browser/live.ts': "import '../../runner/text/sources.ts';\nimport '../../runner/text/tokens.ts';",
    },
    'what site/browser may import: site/browser/live.ts -> runner/text/sources.ts',
  ],
  'an import of the commands': [
    {
      'runner/cli/commands/main.ts': 'export const main = 1;',
      'runner/index.ts': "import { main } from './cli/commands/main.ts';",
    },
    'nothing imports the commands: runner/index.ts -> runner/cli/commands/main.ts',
  ],
  'a room that the plan does not know': [
    { 'runner/attic/box.ts': "import { error } from '../core/errors.ts';" },
    'every room has its arrows: runner/attic/box.ts -> runner/core/errors.ts',
  ],
  'a shape that imports its part, though a part may answer in its shape': [
    {
      'runner/analysis/findings/plan-schema.ts': "import { auc } from '../stats/auc.ts';\nexport const plan = auc;",
      'runner/analysis/atlas/claims.ts': "import { plan } from '../findings/plan-schema.ts';",
    },
    'what the shapes may import: runner/analysis/findings/plan-schema.ts -> runner/analysis/stats/auc.ts',
  ],
};

const { path, write } = temporaryFolder();

test.each(Object.entries(cases))('it tells %s', (name, [files, ...broken]) => {
  for (const [file, text] of Object.entries({ ...house, ...files })) write(`${name}/${file}`, text);
  expect(
    brokenWalls(`${path}/${name}`)
      .map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`)
      .sort(),
  ).toEqual(broken);
});
