/** Each name once: two types of one name say nothing of which is meant. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sharedNames } from '../../walls/names.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Names that stay shared, each with its reason. */
const reasons: Readonly<Record<string, string>> = {};

test('no two files of the house declare a type of one name', () => {
  const shared = Object.fromEntries(Object.entries(sharedNames(root)).filter(([name]) => !(name in reasons)));
  expect(shared, 'name the less central one by what it is in its room, or import the one that is there').toEqual({});
});

test('every reason is needed', () => {
  const shared = sharedNames(root);
  expect(Object.keys(reasons).filter((name) => !(name in shared))).toEqual([]);
});

test('interfaces, types, classes and enums of a program or a component share their names; imports and generics do not', () => {
  const house = mkdtempSync(join(tmpdir(), 'rnn-atlas-names-'));
  const files = {
    'runner/a/one.ts':
      "export interface Place { at: number }\nexport type { Other } from './two.ts';\nexport class Sum {}",
    'runner/a/two.ts': 'export type Other = string;\nexport interface Sum<T> { of: T }\ninterface Place { own: true }',
    'site/b/three.ts': 'export type Place<Of> = Of;\nexport interface Places { all: string }',
    'site/b/Four.astro': '---\nexport interface Other { id: string }\n---\n<p></p>',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), text);
  }
  expect(sharedNames(house)).toEqual({
    Place: ['runner/a/one.ts', 'site/b/three.ts'],
    Other: ['runner/a/two.ts', 'site/b/Four.astro'],
    Sum: ['runner/a/one.ts', 'runner/a/two.ts'],
  });
  rmSync(house, { recursive: true });
});
