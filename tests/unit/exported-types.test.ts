/** A program can name every type that it meets: what a signature of an entry names is exported there too. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const runner = fileURLToPath(new URL('../../runner/', import.meta.url));

/** As in site/data/docs/declarations.ts, and as the package's types have it. */
const isHidden = (node: ts.Node): boolean =>
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal') ||
  (ts.isClassElement(node) && node.name !== undefined && ts.isPrivateIdentifier(node.name)) ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));

/** The names of types in what a declaration shows: not in bodies, nor in values. */
function namesIn(node: ts.Node): ts.Node[] {
  if (isHidden(node) || ts.isBlock(node)) return [];
  if (ts.isTypeReferenceNode(node)) return [node.typeName, ...(node.typeArguments ?? []).flatMap(namesIn)];
  if (ts.isExpressionWithTypeArguments(node)) return [node.expression, ...(node.typeArguments ?? []).flatMap(namesIn)];
  const isValue = ts.isExpression(node) && !ts.isArrowFunction(node) && !ts.isTypeNode(node);
  if (isValue && !ts.isIdentifier(node)) return [];
  const names: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!(ts.isArrowFunction(node) && child === node.body)) names.push(...namesIn(child));
  });
  return names;
}

const entries = ['index.ts', 'read.ts'];
/** Without the language's own types and those of Node, for which nothing is asked here. */
const program = ts.createProgram(
  entries.map((entry) => runner + entry),
  { allowImportingTsExtensions: true, noEmit: true, noLib: true, types: [], module: ts.ModuleKind.NodeNext },
);

/** 'FeatureResult, named by Result': types of the runner that a program cannot import though a signature names them. */
function unnamed(index: string): string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(index);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${index} exports nothing`);
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const exported = new Map(checker.getExportsOfModule(module).map((each) => [resolved(each), each.name]));
  const missing = new Set<string>();
  for (const [symbol, name] of exported) {
    for (const declaration of symbol.declarations ?? []) {
      for (const node of namesIn(declaration)) {
        const found = checker.getSymbolAtLocation(node);
        if (found === undefined) continue;
        const type = resolved(found);
        const isOurs = (type.declarations ?? []).some(
          (each) => !ts.isTypeParameterDeclaration(each) && each.getSourceFile().fileName.startsWith(runner),
        );
        if (isOurs && !exported.has(type)) missing.add(`${type.name}, named by ${name}`);
      }
    }
  }
  return [...missing].sort();
}

it.each(entries)('every type that an exported signature of %s names is exported', (entry) => {
  expect(unnamed(runner + entry)).toEqual([]);
});
