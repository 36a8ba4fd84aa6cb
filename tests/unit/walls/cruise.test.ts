import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { brokenWalls } from '../../walls/cruise.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The broken walls of a house of these files, as lines `rule: from -> to`. */
function wallsOf(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'rnn-atlas-house-'));
  folders.push(root);
  const house = {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{}',
    'runner/core/errors.ts': 'export const error = 1;',
    'runner/analysis/stats/auc.ts': "import { error } from '../../core/errors.ts';\nexport const auc = error;",
    'runner/nn/engines/engines.ts': 'export const engine = 1;\nexport interface Engine { name: string }',
    'site/words/numbers.ts': 'export const number = String;',
    'site/components/Number.astro': "---\nimport { number } from '../words/numbers.ts';\n---\n<p>{number(1)}</p>",
    ...files,
  };
  for (const [name, content] of Object.entries(house)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const broken = brokenWalls(root);
  return broken.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`).sort();
}

test('a house in order has no broken wall', () => {
  expect(wallsOf({})).toEqual([]);
});

test('data that flows up breaks a wall', () => {
  const files = { 'runner/core/loop.ts': "import { auc } from '../analysis/stats/auc.ts';\nexport const loop = auc;" };
  expect(wallsOf(files)).toEqual(['what runner/core may import: runner/core/loop.ts -> runner/analysis/stats/auc.ts']);
});

test('an import of a type alone breaks a wall too', () => {
  const files = {
    'runner/analysis/stats/rank.ts':
      "import type { Engine } from '../../nn/engines/engines.ts';\nexport type Rank = Engine;",
  };
  expect(wallsOf(files)).toEqual([
    'what runner/analysis/stats may import: runner/analysis/stats/rank.ts -> runner/nn/engines/engines.ts',
  ]);
});

test('two files whose types need each other are a circle', () => {
  const files = {
    'runner/analysis/stats/one.ts': "import type { Two } from './two.ts';\nexport interface One { two: Two }",
    'runner/analysis/stats/two.ts': "import type { One } from './one.ts';\nexport interface Two { one: One }",
  };
  expect(wallsOf(files)).toEqual([
    'no circle: runner/analysis/stats/one.ts -> runner/analysis/stats/two.ts -> runner/analysis/stats/one.ts',
  ]);
});

test('a pure room may not reach a file, however long the way', () => {
  const files = {
    'runner/core/atomic.ts': "import { writeFileSync } from 'node:fs';\nexport const write = writeFileSync;",
    'runner/analysis/stats/saved.ts': "import { write } from '../../core/atomic.ts';\nexport const save = write;",
  };
  expect(wallsOf(files)).toEqual([
    'runner/analysis/stats is pure: runner/analysis/stats/saved.ts -> runner/core/atomic.ts -> fs',
  ]);
});

test('what a command loads only when it needs it may not come along with it', () => {
  const command = (loads: string) => ({
    'runner/cli/commands/experiment.ts': `import { load } from '../../experiment/manifest/load.ts';\n${loads}\nload();`,
    'runner/experiment/manifest/load.ts': "import { parse } from 'csv-parse';\nexport const load = parse;",
  });
  expect(wallsOf(command("const later = () => import('../../nn/engines/engines.ts');"))).toEqual([
    'loaded when it is needed: runner/cli/commands/experiment.ts -> runner/experiment/manifest/load.ts -> csv-parse',
  ]);
  expect(wallsOf(command("import { engine } from '../../nn/engines/engines.ts';"))).toEqual([
    'loaded when it is needed: runner/cli/commands/experiment.ts -> runner/experiment/manifest/load.ts -> csv-parse',
    'loaded when it is needed: runner/cli/commands/experiment.ts -> runner/nn/engines/engines.ts',
  ]);
});

test('the front matter and the scripts of a component are read', () => {
  const front = "---\nimport { engine } from '../../runner/nn/engines/engines.ts';\n---\n<p>{engine}</p>";
  const script =
    "<p></p>\n<script>\n  import { engine } from '../../runner/nn/engines/engines.ts';\n  engine;\n</script>";
  expect(wallsOf({ 'site/components/A.astro': front, 'site/components/B.astro': script })).toEqual([
    'what site/components may import: site/components/A.astro -> runner/nn/engines/engines.ts',
    'what site/components may import: site/components/B.astro -> runner/nn/engines/engines.ts',
  ]);
});

test('what a worker is started from counts as imported', () => {
  const files = {
    'runner/analysis/stats/start.ts': "export const url = new URL('../../nn/engines/some-worker.ts', import.meta.url);",
    'runner/nn/engines/some-worker.ts': 'export {};',
  };
  expect(wallsOf(files)).toEqual(
    [
      'what runner/analysis/stats may import: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
      'runner/analysis/stats is pure: runner/analysis/stats/start.ts -> runner/nn/engines/some-worker.ts',
    ].sort(),
  );
});

test('the live model may not take more of the runner than reading and sampling need', () => {
  const files = {
    'runner/text/sources.ts': 'export const sources = 1;',
    'runner/text/tokens.ts': 'export const tokens = 1;',
    'site/browser/live.ts':
      "import { sources } from '../../runner/text/sources.ts';\nimport { tokens } from '../../runner/text/tokens.ts';\nexport const live = sources + tokens;",
  };
  expect(wallsOf(files)).toEqual(['what site/browser may import: site/browser/live.ts -> runner/text/sources.ts']);
});

test('nothing imports the commands', () => {
  const files = {
    'runner/cli/commands/main.ts': 'export const main = 1;',
    'runner/index.ts': "import { main } from './cli/commands/main.ts';\nexport const index = main;",
  };
  expect(wallsOf(files)).toEqual(['nothing imports the commands: runner/index.ts -> runner/cli/commands/main.ts']);
});

test('a room that the plan does not know is an error', () => {
  const files = { 'runner/attic/box.ts': "import { error } from '../core/errors.ts';\nexport const box = error;" };
  expect(wallsOf(files)).toEqual(['every room has its arrows: runner/attic/box.ts -> runner/core/errors.ts']);
});

test('a part may answer in the shape of what is published, and the shape may import no part', () => {
  const files = {
    'runner/analysis/findings/plan-schema.ts': "import { auc } from '../stats/auc.ts';\nexport const plan = auc;",
    'runner/analysis/atlas/claims.ts':
      "import { plan } from '../findings/plan-schema.ts';\nexport const claims = plan;",
  };
  expect(wallsOf(files)).toEqual([
    'what the shapes may import: runner/analysis/findings/plan-schema.ts -> runner/analysis/stats/auc.ts',
  ]);
});
