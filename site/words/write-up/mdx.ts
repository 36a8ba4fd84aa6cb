/**
 * What is done to a write-up before it is compiled. Every expression in braces, in the text or in a property, becomes a
 * function of what the text is about, with its line, which the component evaluates when it is its turn: so that what stands
 * within <When> is asked for only where it is shown, and a mistake is told with its place. A write-up is its author's own
 * program; nothing is checked here but names of components, which would otherwise fail without a line. Pure.
 */
import { under } from '../url.ts';
import { expressionNames, listed } from './expression.ts';

interface Placed {
  position?: { start: { line: number; column: number } } | undefined;
}

interface Attribute {
  type: string;
  name?: string;
  value?: unknown;
}

/** A JSX element of the tree. */
interface Element extends Placed {
  name: string | null;
  attributes: readonly Attribute[];
}

/** `{...}` in the text. */
interface Braces extends Placed {
  type: 'mdxTextExpression' | 'mdxFlowExpression';
  value: string;
}

interface Addressed extends Placed {
  url: string;
}

/** What the compiler hands to a visitor, as far as it is used here. */
interface Context {
  source: string;
  fileURL: URL | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the processor's own types of nodes and their keys.
  setProperty(node: any, key: any, value: any): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  textContent(node: any): string;
}

/** What an author may write without importing it. */
export const componentNames = ['Highlight', 'When'] as const;

/** The component that shows the value of an expression. */
export const valueComponent = 'Value';
/** The property in which a component is given its line. */
export const lineProperty = 'at';
/** The property that makes Astro call a function before it renders what stands between its tags. */
export const renderedByItself = 'server:root';

/**
 * A plugin of the Markdown processor, on its tree before HTML; made anew for each text. Links and pictures that begin with
 * a slash lead to this site: `base` is the path that it is served under. Headings can be linked to as `#write-up-<words>`,
 * so that none takes the name of one of the page's own sections. Texts below `ownPages` are pages of the site itself, whose
 * expressions stay as they are.
 */
export const writeUpMdx = (base: string, ownPages: URL) => () => {
  const taken = new Map<string, number>();
  const isOwn = ({ fileURL }: Context): boolean => fileURL?.href.startsWith(ownPages.href) === true;
  const element = <Node extends Element>(node: Node, context: Context): Node | undefined =>
    isOwn(context) ? undefined : withFunctions(node, context);
  const braces = (node: Braces, context: Context) => (isOwn(context) ? undefined : shown(node));
  const underBase = (node: Addressed, context: Context): void => {
    if (/^\/(?!\/)/.test(node.url)) context.setProperty(node, 'url', under(base, node.url));
  };
  return {
    name: 'write-up',
    options: { position: true },
    mdxJsxFlowElement: element,
    mdxJsxTextElement: element,
    mdxFlowExpression: braces,
    mdxTextExpression: braces,
    link: underBase,
    image: underBase,
    heading(node: Placed, context: Context): void {
      context.setProperty(node, 'data', { hProperties: { id: headingId(context.textContent(node), taken) } });
    },
  };
};

/** 'The rest' -> 'write-up-the-rest'; the second of the same words ends with '-2'. */
function headingId(words: string, taken: Map<string, number>): string {
  const name = (words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['section']).join('-');
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return `write-up-${name}${count === 1 ? '' : `-${count}`}`;
}

const lineOf = ({ position }: Placed): number => position?.start.line ?? 1;

/** A component with its line, and functions for expressions; nothing when it is an element of HTML or the author's own. */
function withFunctions<Node extends Element>(node: Node, { source }: Context): Node | undefined {
  const { name, attributes } = node;
  // Elements of HTML begin with a small letter.
  if (name === null || !/^\p{Lu}/u.test(name) || name.includes('.') || importsIt(source, name)) return undefined;
  if (!(componentNames as readonly string[]).includes(name)) {
    const hint = name === valueComponent ? '; a number is written {fixed(result.observation.perplexity, 2)}' : '';
    throw failure(node, `there is no component <${name}>; there are ${listed(componentNames)}${hint}`);
  }
  const asked = name === 'When' ? [attribute(renderedByItself, null)] : [];
  return { ...node, attributes: [...attributes.map(deferred), lineAttribute(node), ...asked] };
}

/** A property with a function in the place of its expression. */
function deferred(given: Attribute): Attribute {
  const { value } = given;
  const expression = typeof value === 'object' && value !== null && 'value' in value ? value.value : null;
  return typeof expression === 'string' && given.name !== undefined
    ? attribute(given.name, functionOf(expression))
    : given;
}

/** Comments, and the text that somebody wrote as a string. */
const plain = /^\s*(?:\/\*[\s\S]*\*\/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?\s*$/;

/** The component that shows a value, in the place of an expression. */
function shown(node: Braces) {
  if (plain.test(node.value)) return undefined;
  return {
    type: node.type === 'mdxTextExpression' ? ('mdxJsxTextElement' as const) : ('mdxJsxFlowElement' as const),
    name: valueComponent,
    attributes: [attribute('of', functionOf(node.value)), lineAttribute(node)],
    children: [],
  };
}

const attribute = (name: string, value: unknown) => ({ type: 'mdxJsxAttribute' as const, name, value });
const lineAttribute = (node: Placed) => attribute(lineProperty, String(lineOf(node)));

/** An `Expression` as code. Only the names that it mentions are asked for, so that one that is not there is noticed. */
function functionOf(source: string) {
  const code = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const names = expressionNames.filter((name) => new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(code));
  const written = JSON.stringify(source.replace(/\s+/g, ' ').trim());
  const value = `{ source: ${written}, of: ({ ${names.join(', ')} }) => (${source}) }`;
  return { type: 'mdxJsxAttributeValueExpression', value };
}

const importsIt = (source: string, name: string): boolean =>
  new RegExp(`^(import|export)\\b[^;]*?\\b${name}\\b`, 'mu').test(source);

/** The compiler puts the file before the message; it reads line and column from the error. */
function failure({ position }: Placed, message: string): Error {
  const { line, column } = position?.start ?? { line: 1, column: 1 };
  return Object.assign(new Error(`line ${line}: ${message}. The site was not built.`), { line, column });
}
