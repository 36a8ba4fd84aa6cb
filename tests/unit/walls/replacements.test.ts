/** What replaces is a text that stands in the program or a function's: in a value `$&` would be what was found, and '$`' all before it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Calls of `replace` and `replaceAll` with a value as the replacement, as 'file:line'; of a component, in the part before its page. */
function replacedByValues(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    ts.forEachChild(node, walk);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const [, by] = node.arguments;
    if (!/^replace(All)?$/.test(node.expression.name.text) || by === undefined) return;
    if (ts.isStringLiteralLike(by) || ts.isArrowFunction(by)) return;
    found.push(`${file}:${source.getLineAndCharacterOfPosition(by.getStart()).line + 1}`);
  };
  walk(source);
  return found;
}

test('no value is the replacement of a text', () => {
  const files = ['runner', 'site'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
  );
  const texts = files
    .filter((name) => /\.(ts|astro)$/.test(name))
    .map((name) => [name, readFileSync(name, 'utf8')] as const);
  const replacing = texts.filter(([, text]) => text.includes('.replace'));
  expect(replacing.length).toBeGreaterThan(100);
  const programOf = (text: string) => /^---\n(.*?)^---$/ms.exec(text)?.[1] ?? '';
  const found = replacing.flatMap(([name, text]) =>
    replacedByValues(name, name.endsWith('.astro') ? programOf(text) : text),
  );
  expect(found).toEqual([]);
});

test('a value is told from a text and a function', () => {
  const calls = ["('a', b)", "('a', 'b')", "All(/a/g, b + '<')", "('a', () => b)", "('a', c.d)"];
  const text = calls.map((call) => `a.replace${call};\n`).join('');
  expect(replacedByValues('some.ts', text)).toEqual(['some.ts:1', 'some.ts:3', 'some.ts:5']);
});
