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

const programOf = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.astro') ? (/^---\n(.*?)^---$/ms.exec(text)?.[1] ?? '') : text;
};

test('no value is the replacement of a text', () => {
  const files = ['runner', 'site'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
  );
  const programs = files.filter(
    (name) => /\.(ts|astro)$/.test(name) && readFileSync(name, 'utf8').includes('.replace'),
  );
  expect(programs.length).toBeGreaterThan(100);
  expect(programs.flatMap((file) => replacedByValues(file, programOf(file)))).toEqual([]);
});

test('a value is told from a text and a function', () => {
  const text =
    "a.replace('a', b);\na.replace('a', 'b');\na.replaceAll(/a/g, b + '<');\na.replace('a', () => b);\na.replace('a', c.d);";
  expect(replacedByValues('some.ts', text)).toEqual(['some.ts:1', 'some.ts:3', 'some.ts:5']);
});
