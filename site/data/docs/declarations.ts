/**
 * What runner/index.ts exports, as the compiler declares it: file by file, without asking for types. Each declaration comes with
 * the comment that stands above it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import type { Declaration } from '../../words/docs/reference-pages.ts';

const compilerOptions = { target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext, stripInternal: true };

function declaredIn(fileName: string): ts.SourceFile {
  const { outputText } = ts.transpileDeclaration(readFileSync(fileName, 'utf8'), { fileName, compilerOptions });
  return ts.createSourceFile(fileName, outputText, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** @throws Error where the program came compiled, without its source. */
export function exportedDeclarations(program: string): Declaration[] {
  const index = join(program, 'runner/index.ts');
  const files = new Map<string, ts.SourceFile>();
  const fileOf = (path: string): ts.SourceFile => {
    const file = files.get(path) ?? declaredIn(path);
    files.set(path, file);
    return file;
  };
  return namesFrom(fileOf(index)).map(({ name, from }) => {
    const file = join(dirname(index), from);
    const found = declarationOf(fileOf, file, name);
    if (found === null) throw new Error(`docs: ${from} declares no ${name}, which runner/index.ts exports`);
    const [room = '', inRoom] = relative(join(program, 'runner'), file).split(/[\\/]/);
    // What opens a model stands beside the rooms, at the door.
    return { name, room: inRoom === undefined ? 'open' : room, ...found };
  });
}

/** What a file has from other files, to export it or for itself. */
function namesFrom(file: ts.SourceFile): { name: string; from: string }[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) && !ts.isImportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    const names = ts.isExportDeclaration(statement) ? statement.exportClause : statement.importClause?.namedBindings;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !names || !('elements' in names)) return [];
    return names.elements.map(({ name, propertyName }) => ({
      name: (propertyName ?? name).text,
      from: moduleSpecifier.text,
    }));
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
    const kind = kindOf(statement, name);
    if (kind !== null) return { kind, code: codeOf(statement), doc: commentAbove(statement) };
  }
  const passedOn = namesFrom(file).find((each) => each.name === name);
  return passedOn === undefined ? null : declarationOf(fileOf, join(dirname(path), passedOn.from), name);
}

function kindOf(statement: ts.Statement, name: string): Declaration['kind'] | null {
  if (ts.isVariableStatement(statement)) {
    const found = statement.declarationList.declarations.find((each) => each.name.getText() === name);
    if (found === undefined) return null;
    return found.type && ts.isFunctionTypeNode(found.type) ? 'function' : 'value';
  }
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name ? 'function' : null;
  if (ts.isClassDeclaration(statement)) return statement.name?.text === name ? 'class' : null;
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return statement.name.text === name ? 'type' : null;
  return null;
}

/** What others can see of it; a type that the file does not spell out is left out. */
const codeOf = (statement: ts.Statement): string =>
  statement
    .getText()
    .replace(/^export (declare |default )*/, '')
    .replace(/^\s+(#private|private .*);\n/gm, '')
    .replace(/: any;$/, ';');

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
