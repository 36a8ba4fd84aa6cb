/**
 * The elements of an XML text that a path names, each a document. Well-formed XML only; entities of a DTD are not
 * expanded, so nothing can be made to grow. Knows no files.
 */
import { SaxesParser } from 'saxes';
import { FormatError } from '../format-error.ts';
import { checkDepth } from './bytes.ts';
import { xmlPath } from './text-options.ts';

/** Where the TED talks' XML has its text. */
const defaultPath = '//content/text()';

interface Step {
  /** '*' is any. */
  name: string;
  /** After '//': any number of elements may lie between. */
  below: boolean;
}

/**
 * How many steps of the path the open elements may have taken, after one more has been opened: each way at once, so that no path
 * takes more than its own length for an element. Where all are taken the path names the element.
 */
function stepped(steps: readonly Step[], before: readonly number[], tag: string): number[] {
  const after = new Set<number>();
  for (const taken of before) {
    const step = steps[taken];
    if (step?.below) after.add(taken);
    if (step !== undefined && (step.name === '*' || step.name === tag)) after.add(taken + 1);
  }
  return [...after];
}

/**
 * @param path such as //content, /xml/file/content or //p/text(): which elements; with text(), their own text alone.
 * @throws FormatError when the text is not well-formed XML, with its line, is nested deeper than any text, or no element is named so.
 */
export async function* readXml(text: AsyncIterable<string>, path: string = defaultPath): AsyncGenerator<string> {
  const { elements = '', text: ownText } = xmlPath.exec(path)?.groups ?? {};
  const written = elements.matchAll(/(\/\/?)([^/]+)/g);
  const steps = Array.from(written, ([, slash, name = '']): Step => ({ name, below: slash === '//' }));
  /** For each open element, and before them the text itself, the steps taken. */
  const open: (readonly number[])[] = [[0]];
  const seen = new Set<string>();
  let ready: string[] = [];
  let pieces: string[] = [];
  /** How many elements were open when the document's began; 0 outside of documents. */
  let begun = 0;
  let found = 0;
  const parser = new SaxesParser({ position: true });
  parser.on('opentag', (tag) => {
    checkDepth(open.length);
    seen.add(tag.name);
    const taken = begun > 0 ? [] : stepped(steps, open.at(-1) ?? [], tag.name);
    open.push(taken);
    if (!taken.includes(steps.length)) return;
    begun = open.length;
    found++;
  });
  const add = (piece: string) => {
    if (begun > 0 && (ownText === undefined || open.length === begun)) pieces.push(piece);
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    if (open.length === begun) {
      ready.push(pieces.join(''));
      pieces = [];
      begun = 0;
    }
    open.pop();
  });
  const fed = (feed: () => unknown): string[] => {
    try {
      feed();
    } catch (error) {
      if (error instanceof RangeError || error instanceof FormatError) throw error;
      const why = (error as Error).message
        .replace(/^(?:undefined)?:?(\d+):(\d+): /, 'line $1, column $2: ')
        .replace('unexpected', 'misplaced');
      throw new FormatError(`it is not well-formed XML: ${why}`, 'Correct it; xmllint finds the place');
    }
    const documents = ready;
    ready = [];
    return documents;
  };
  for await (const piece of text) yield* fed(() => parser.write(piece));
  yield* fed(() => parser.close());
  if (found > 0) return;
  throw new FormatError(
    `it holds no element ${path}; its elements are called ${[...seen].slice(0, 12).join(', ')}`,
    'Name those whose text is wanted with corpus.path, as in //p',
  );
}
