/**
 * Finds a place of the program by its syntax: the name of a declaration around it, and code that stands in it once.
 * White space, comments, quotes and parentheses do not matter, nor do the file and its folder; `$name` in the code stands
 * for any expression, `$name;` for any statement, and both may be used in what replaces it. So a place outlives a move, a new format and a renamed local.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** How a place is named. */
export interface Address {
  /** A function, method, class or constant around the place: the nearest, or one further out. */
  readonly in?: string;
  /**
   * An expression, a statement, or with a comma behind it a property or an element of a list. It stands in
   * declarations of that name exactly once.
   */
  readonly find: string;
  /** The end of the file's path, where several files declare the name and hold the code, or nothing is around it. */
  readonly file?: string;
}

export interface Place {
  /** Below the root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** What the code's `$names` stand for here. */
  readonly bound: ReadonlyMap<string, string>;
}

/** The program's files below `root`, read once. */
export interface Sources {
  readonly files: ReadonlyMap<string, string>;
  parse(file: string): ts.SourceFile;
}

const rooms = ['runner', 'site'];

export function readSources(root: string): Sources {
  const named = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.m?ts$/.test(file))
      .map((file) => `${room}/${file.replaceAll('\\', '/')}`),
  );
  return sourcesOf(new Map(named.map((file) => [file, readFileSync(join(root, file), 'utf8')])));
}

export function sourcesOf(files: ReadonlyMap<string, string>): Sources {
  const parsed = new Map<string, ts.SourceFile>();
  return {
    files,
    parse(file) {
      const known = parsed.get(file) ?? ts.createSourceFile(file, files.get(file) ?? '', ts.ScriptTarget.Latest, true);
      parsed.set(file, known);
      return known;
    },
  };
}

/** @throws when the place is not there, or not once; the message says where the code stands instead. */
export function findPlace(sources: Sources, address: Address): Place {
  const pattern = parsePattern(address.find);
  const candidates = [...sources.files.keys()].filter((file) => file.endsWith(address.file ?? ''));
  // Only a file with all of its words can hold the code: the others need not be parsed.
  const words = [address.in ?? '', ...(address.find.match(/(?<![\w$])[A-Za-z_]\w*/g) ?? [])];
  const within = candidates.filter((file) => words.every((word) => sources.files.get(file)?.includes(word)));
  const places = within.flatMap((file) => placesIn(sources.parse(file), pattern, address.in));
  const [place] = places;
  if (place !== undefined && places.length === 1) return place;
  throw new Error(
    `${address.in ?? address.file} holds ${places.length} times, not once: ${address.find}\n${
      places.length > 1 ? shown(places) : elsewhere(sources, pattern)
    }`,
  );
}

/**
 * The text of the file with the place replaced; `$names` are filled in. What stands in a list may have a comma behind it,
 * and takes it along when nothing is left.
 */
export function replaced(text: string, { start, end, bound }: Place, replacement: string): string {
  const filled = replacement.replace(/\$\w+/g, (name) => bound.get(name) ?? name);
  const follows = /^\s*([,;])/.exec(text.slice(end));
  const twice = follows?.[1] === ',' ? filled === '' || filled.endsWith(',') : filled.endsWith(';');
  return text.slice(0, start) + filled + text.slice(end + (twice ? (follows?.[0].length ?? 0) : 0));
}

const shown = (places: readonly Place[]): string => places.map(({ file, line }) => `  ${file}:${line}`).join('\n');

function elsewhere(sources: Sources, pattern: ts.Node): string {
  const found = [...sources.files.keys()].flatMap((file) => placesIn(sources.parse(file), pattern));
  return found.length === 0 ? '  It stands nowhere else either: name the code that is there now.' : shown(found);
}

/** The places of a pattern in a file, of those within a declaration of that name if one is given. */
function placesIn(source: ts.SourceFile, pattern: ts.Node, name?: string): Place[] {
  const places: Place[] = [];
  const visit = (node: ts.Node, inside: boolean): void => {
    const within = inside || declaredName(node) === name;
    const bound = new Map<string, string>();
    if (within && bare(node) === node && matches(pattern, node, bound)) {
      const start = node.getStart(source);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      places.push({ file: source.fileName, line, start, end: node.end, bound });
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, name === undefined);
  return places;
}

/** Kinds of nodes that declare something by a name. */
const declarations: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.PropertyDeclaration,
]);

/** Of every node of every file that is looked through: looked up, as the compiler's own questions take ten times as long. */
const declaredName = (node: ts.Node): string | undefined =>
  declarations.has(node.kind) ? (node as ts.NamedDeclaration).name?.getText() : undefined;

/** What a pattern may be, each with the text that makes a file of it and the way back to it. */
const forms = [
  { around: ['async () => (', ');'], pick: (body: ts.Node) => bare(body) },
  { around: ['async () => ({', '});'], pick: (body: ts.Node) => only(bare(body)) },
  { around: ['async () => [', '];'], pick: (body: ts.Node) => only(body) },
  { around: ['async () => {', '};'], pick: (body: ts.Node) => declared(only(body)) },
] as const;

function parsePattern(code: string): ts.Node {
  for (const { around, pick } of forms) {
    const text = around.join(code);
    const [statement] = ts.createSourceFile('pattern.ts', text, ts.ScriptTarget.Latest, true).statements;
    if (mistakesIn(text).length > 0 || statement === undefined || !ts.isExpressionStatement(statement)) continue;
    if (ts.isArrowFunction(statement.expression)) return pick(statement.expression.body);
  }
  throw new Error(`This is neither an expression nor a property, an element or a statement: ${code}`);
}

/** Why a text is no TypeScript. The compiler keeps it at the parsed file, but tells only of whole programs. */
export function mistakesIn(text: string): string[] {
  const source = ts.createSourceFile('text.ts', text, ts.ScriptTarget.Latest);
  const { parseDiagnostics } = source as ts.SourceFile & { parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const childrenOf = (node: ts.Node): ts.Node[] => {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
};

function only(node: ts.Node): ts.Node {
  const [first, ...others] = childrenOf(node);
  if (first === undefined || others.length > 0) throw new Error(`This is not one piece of code: ${node.getText()}`);
  return first;
}

/** `let i = 0;` stands in a loop too, where it is no statement. */
const declared = (node: ts.Node): ts.Node => (ts.isVariableStatement(node) ? node.declarationList : node);

const bare = (node: ts.Node): ts.Node => (ts.isParenthesizedExpression(node) ? bare(node.expression) : node);

function matches(pattern: ts.Node, node: ts.Node, bound: Map<string, string>): boolean {
  const [wanted, there] = [bare(pattern), bare(node)];
  const hole = holeOf(wanted);
  if (hole !== null) {
    const known = bound.get(hole);
    bound.set(hole, known ?? node.getText());
    return known === undefined || known === node.getText();
  }
  if (ts.isSpreadAssignment(wanted) && ts.isSpreadElement(there)) {
    return matches(wanted.expression, there.expression, bound);
  }
  if (wanted.kind !== there.kind) return false;
  const [parts, own] = [childrenOf(wanted), childrenOf(there)];
  if (parts.length !== own.length) return false;
  if (parts.length === 0) return leafText(wanted) === leafText(there);
  return operatorOf(wanted) === operatorOf(there) && parts.every((part, i) => matches(part, own[i] ?? part, bound));
}

/** `$name` stands for an expression, and `$name;` for a statement or a block. */
function holeOf(pattern: ts.Node): string | null {
  const named = ts.isExpressionStatement(pattern) ? pattern.expression : pattern;
  return ts.isIdentifier(named) && named.text.startsWith('$') ? named.text : null;
}

const leafText = (node: ts.Node): string => (ts.isStringLiteral(node) ? node.text : node.getText());

/** `-a` and `!a` differ in nothing that is a child. */
const operatorOf = (node: ts.Node): ts.SyntaxKind | null =>
  ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operator : null;
