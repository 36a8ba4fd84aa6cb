/**
 * Looks through the tree of a write-up before it is compiled: every component must be known, nothing may break the pages'
 * Content-Security-Policy, and every component learns the line where it was written, for its messages. Pure.
 */
import { under } from '../url.ts';
import { listed } from './error.ts';

interface Placed {
  position?: { start: { line: number; column: number } } | undefined;
}

/** A JSX element of the tree; attributes written as `{...expression}` have no name. */
interface Element extends Placed {
  name: string | null;
  attributes: readonly { type: string; name?: string; value?: unknown }[];
}

interface Addressed extends Placed {
  url: string;
}

/** What the compiler hands to a visitor, as far as it is used here. */
interface Context {
  source: string;
  // biome-ignore lint/suspicious/noExplicitAny: the processor's own types of nodes and their keys.
  setProperty(node: any, key: any, value: any): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  textContent(node: any): string;
}

/** What an author may write without importing it. */
export const componentNames = [
  'Highlight',
  'Heatmap',
  'Spectrum',
  'Surface',
  'LearningCurve',
  'Evidence',
  'Excerpts',
  'Rhythm',
  'Value',
  'When',
] as const;

/** Elements that run something, load something, or change the page around the text. */
const refused = ['script', 'style', 'iframe', 'object', 'embed', 'form', 'base', 'link', 'meta', 'noscript'];
/** The property in which a component is given its line. */
export const lineProperty = 'at';
/** The property that makes Astro call a function before it renders what stands between its tags. */
export const renderedByItself = 'server:root';

const otherSite = /^(https?:)?\/\//i;

/**
 * A plugin of the Markdown processor, on its tree before HTML; made anew for each text. Links and pictures that begin with
 * a slash lead to this site: `base` is the path that it is served under. Headings can be linked to as `#write-up-<words>`,
 * so that none takes the name of one of the page's own sections.
 */
export const checkMdx = (base: string) => () => {
  const taken = new Map<string, number>();
  return {
    name: 'write-up',
    options: { position: true },
    mdxJsxFlowElement: checked,
    mdxJsxTextElement: checked,
    link: (node: Addressed, context: Context): void => underBase(base, node, context),
    image(node: Addressed, context: Context): void {
      if (otherSite.test(node.url)) throw refusal(node, `a picture from ${node.url}`, pictureFix);
      underBase(base, node, context);
    },
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

function underBase(base: string, node: Addressed, context: Context): void {
  if (/^\/(?!\/)/.test(node.url)) context.setProperty(node, 'url', under(base, node.url));
}

const pictureFix = 'pages load nothing from other sites; put the file beside the write-up and write its name';

/** The element with its line among its properties; nothing when it is one of HTML or the author's own. */
function checked<Node extends Element>(node: Node, { source }: Pick<Context, 'source'>): Node | undefined {
  const { name, attributes } = node;
  if (name === null) return undefined;
  if (refused.includes(name.toLowerCase())) {
    throw refusal(node, `<${name}>`, 'the pages allow no scripts and no frames inside the text; take it out');
  }
  for (const { name: property = '', value } of attributes) {
    if (/^on/i.test(property)) {
      throw refusal(node, `${property} of <${name}>`, 'the pages allow no scripts inside the text; take it out');
    }
    if (/^src(set)?$/i.test(property) && typeof value === 'string' && otherSite.test(value)) {
      throw refusal(node, `a file from ${value}`, pictureFix);
    }
  }
  // Elements of HTML begin with a small letter.
  if (!/^\p{Lu}/u.test(name) || name.includes('.') || importsIt(source, name)) return undefined;
  if (!(componentNames as readonly string[]).includes(name)) {
    throw failure(node, `there is no component <${name}>; there are ${listed(componentNames)}`);
  }
  const { line } = node.position?.start ?? { line: 1 };
  const told = { type: 'mdxJsxAttribute', name: lineProperty, value: String(line) };
  const asked = name === 'When' ? [{ type: 'mdxJsxAttribute', name: renderedByItself, value: null }] : [];
  return { ...node, attributes: [...attributes, told, ...asked] };
}

const importsIt = (source: string, name: string): boolean =>
  new RegExp(`^(import|export)\\b[^;]*?\\b${name}\\b`, 'mu').test(source);

const refusal = (node: Placed, what: string, why: string): Error => failure(node, `${what} cannot stand here: ${why}`);

/** The compiler puts the file before the message; it reads line and column from the error. */
function failure({ position }: Placed, message: string): Error {
  const { line, column } = position?.start ?? { line: 1, column: 1 };
  return Object.assign(new Error(`line ${line}: ${message}. The site was not built.`), { line, column });
}
