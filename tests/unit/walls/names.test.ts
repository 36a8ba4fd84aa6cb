/** Each name once: two exported types of one name say nothing of which is meant. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../text/temporary-folder.ts';

const declarations = /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) ([A-Za-z_]\w*)/gm;

/** Names of exported types that more than one file of the program declares, with those files in their order. */
function sharedNames(root: string): Record<string, string[]> {
  const files = ['runner', 'site'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|astro)$/.test(name))
      .map((name) => `${top}/${name.replaceAll('\\', '/')}`)
      .sort(),
  );
  const declared = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(declarations)].map(([, name = '']) => ({ name, file })),
  );
  const places = Object.entries(Object.groupBy(declared, ({ name }) => name));
  return Object.fromEntries(
    places.flatMap(([name, own = []]) => (own.length > 1 ? [[name, own.map(({ file }) => file)]] : [])),
  );
}

test('no two files of the house declare a type of one name', () => {
  expect(
    sharedNames('.'),
    'name the less central one by what it is in its room, or import the one that is there',
  ).toEqual({});
});

const { path, write } = temporaryFolder();

test('interfaces, types, classes and enums of a program or a component share their names; imports and generics do not', () => {
  write(
    'runner/a/one.ts',
    "export interface Place { at: number }\nexport type { Other } from './two.ts';\nexport class Sum {}",
  );
  write(
    'runner/a/two.ts',
    'export type Other = string;\nexport interface Sum<T> { of: T }\ninterface Place { own: true }',
  );
  write('site/b/three.ts', 'export type Place<Of> = Of;\nexport interface Places { all: string }');
  write('site/b/Four.astro', '---\nexport interface Other { id: string }\n---\n<p></p>');
  expect(sharedNames(path)).toEqual({
    Place: ['runner/a/one.ts', 'site/b/three.ts'],
    Other: ['runner/a/two.ts', 'site/b/Four.astro'],
    Sum: ['runner/a/one.ts', 'runner/a/two.ts'],
  });
});
