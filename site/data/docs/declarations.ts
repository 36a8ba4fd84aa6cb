/**
 * What runner/index.ts exports, as it is declared: read by the syntax alone, without asking for types, which takes
 * milliseconds. Each declaration comes with the comment that stands above it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Declaration } from '../../words/docs/program-page.ts';

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);

/** @throws Error where the program came compiled, without its source. */
export function exportedDeclarations(program: string): Declaration[] {
  const index = join(program, 'runner/index.ts');
  const files = new Map<string, ts.SourceFile>();
  const fileOf = (path: string): ts.SourceFile => {
    const file = files.get(path) ?? parse(path);
    files.set(path, file);
    return file;
  };
  return exportsOf(parse(index)).map(({ name, from }) => {
    const file = join(dirname(index), from);
    const found = declarationOf(fileOf, file, name);
    if (found === null) throw new Error(`docs: ${from} declares no ${name}, which runner/index.ts exports`);
    const [room = '', inRoom] = relative(join(program, 'runner'), file).split(/[\\/]/);
    // What opens a model stands beside the rooms, at the door.
    return { name, room: inRoom === undefined ? 'open' : room, ...found };
  });
}

interface Exported {
  name: string;
  from: string;
}

function exportsOf(file: ts.SourceFile): Exported[] {
  return file.statements.filter(ts.isExportDeclaration).flatMap(({ exportClause, moduleSpecifier }) => {
    if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier))
      return [];
    const from = moduleSpecifier.text;
    return exportClause.elements.map(({ name, propertyName }) => ({ name: (propertyName ?? name).text, from }));
  });
}

function importsOf(file: ts.SourceFile): Exported[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const bindings = importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(moduleSpecifier)) return [];
    const from = moduleSpecifier.text;
    return bindings.elements.map(({ name, propertyName }) => ({ name: (propertyName ?? name).text, from }));
  });
}

/** The declaration of a name in a file, or in the file that this one passes it on from. */
function declarationOf(
  fileOf: (path: string) => ts.SourceFile,
  path: string,
  name: string,
): Omit<Declaration, 'name' | 'room'> | null {
  const file = fileOf(path);
  for (const statement of file.statements) {
    const signature = signatureOf(statement, name, file);
    if (signature !== null) return { ...signature, doc: commentAbove(statement) };
  }
  const passedOn = [...exportsOf(file), ...importsOf(file)].find((each) => each.name === name);
  return passedOn === undefined ? null : declarationOf(fileOf, join(dirname(path), passedOn.from), name);
}

type Signature = Omit<Declaration, 'name' | 'room' | 'doc'>;

const withoutExport = (text: string): string =>
  text
    .replace(/^export (default )?/, '')
    .replace(/\s*=>$/, '')
    .trim();

function signatureOf(statement: ts.Statement, name: string, file: ts.SourceFile): Signature | null {
  const text = (from: number, to: number): string => withoutExport(file.text.slice(from, to));
  if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) {
    return { kind: 'function', code: text(statement.getStart(file), statement.body?.getStart(file) ?? statement.end) };
  }
  if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) {
    return { kind: 'type', code: text(statement.getStart(file), statement.end) };
  }
  if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) {
    return { kind: 'type', code: text(statement.getStart(file), statement.end) };
  }
  if (ts.isClassDeclaration(statement) && statement.name?.text === name) {
    return { kind: 'class', code: classText(statement, file) };
  }
  if (!ts.isVariableStatement(statement)) return null;
  for (const { name: called, initializer, type } of statement.declarationList.declarations) {
    if (!ts.isIdentifier(called) || called.text !== name) continue;
    if (initializer && ts.isArrowFunction(initializer)) {
      const parameters = file.text.slice(initializer.getStart(file), initializer.equalsGreaterThanToken.getStart(file));
      return { kind: 'function', code: `const ${name}: ${parameters.trim()}` };
    }
    return { kind: 'value', code: `const ${name}${type ? `: ${type.getText(file)}` : ''}` };
  }
  return null;
}

const isHidden = (member: ts.ClassElement): boolean =>
  ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal') ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
  (ts.canHaveModifiers(member) &&
    (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));

/** A class with the signatures of what it shows, without bodies. */
function classText(node: ts.ClassDeclaration, file: ts.SourceFile): string {
  const [first] = node.members;
  const head = file.text.slice(node.getStart(file), first?.getFullStart() ?? node.end);
  const members = node.members
    .filter((member) => !isHidden(member))
    .map((member) => {
      const body = 'body' in member && member.body ? (member.body as ts.Block) : null;
      const initializer = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
      const end = body?.getStart(file) ?? (initializer ? initializer.getFullStart() - 1 : member.end);
      return `  ${file.text.slice(member.getStart(file, true), end).trim().replace(/[;=]$/, '').trim()};`;
    });
  return `${withoutExport(head)}\n${members.join('\n')}\n}`;
}

/** The words of the comment above, without its frame. */
function commentAbove(node: ts.Node): string {
  const [last] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  if (last === undefined) return '';
  return last
    .getText()
    .replace(/^\/\*\*\s?|\s*\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}
