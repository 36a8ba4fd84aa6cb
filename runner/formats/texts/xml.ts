/**
 * The elements of an XML text that a path names, each a document. Well-formed XML only; entities of a DTD are not
 * expanded, so nothing can be made to grow. Knows no files.
 */
import { SaxesParser } from 'saxes';
import { InputError } from '../../core/errors.ts';
import { xmlPath } from './text-options.ts';

/** Where the TED talks' XML has its text. */
const defaultPath = '//content/text()';

interface XmlPath {
  /** Against '/a/b/c', the names of the open elements. */
  matches(place: string): boolean;
  /** Only the element's own text, not that of elements inside it. */
  ownText: boolean;
}

function parsePath(path: string): XmlPath {
  const { elements = '', text } = xmlPath.exec(path)?.groups ?? {};
  const pattern = elements
    .replace(/[.]/g, '\\$&')
    .replace(/\*/g, '[^/]+')
    .replace(/\/\/|\//g, (slash) => (slash === '//' ? '(?:/[^/]+)*/' : '/'));
  const whole = new RegExp(`^${pattern}$`, 'u');
  return { matches: (place) => whole.test(place), ownText: text !== undefined };
}

/**
 * @param path such as //content, /xml/file/content or //p/text(): which elements; with text(), their own text alone.
 * @throws InputError when the text is not well-formed XML, with its line, or no element is named so.
 */
export async function* readXml(
  text: AsyncIterable<string>,
  name: string,
  path: string = defaultPath,
): AsyncGenerator<string> {
  const { matches, ownText } = parsePath(path);
  const open: string[] = [''];
  const seen = new Set<string>();
  const known = new Map<string, boolean>();
  let ready: string[] = [];
  let pieces: string[] = [];
  /** How many elements were open when the document's began; 0 outside of documents. */
  let begun = 0;
  let found = 0;
  const parser = new SaxesParser({ position: true });
  parser.on('opentag', (tag) => {
    const place = `${open.at(-1)}/${tag.name}`;
    open.push(place);
    if (seen.size < shownNames) seen.add(tag.name);
    if (begun > 0) return;
    const wanted = known.get(place) ?? matches(place);
    known.set(place, wanted);
    if (!wanted) return;
    begun = open.length;
    found++;
  });
  const add = (piece: string) => {
    if (begun > 0 && (!ownText || open.length === begun)) pieces.push(piece);
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
      if (error instanceof RangeError) throw error;
      const why = (error as Error).message
        .replace(/^(?:undefined)?:?(\d+):(\d+): /, 'line $1, column $2: ')
        .replace('unexpected', 'misplaced');
      throw new InputError('not-xml', {
        what: `${name} is not well-formed XML`,
        why,
      });
    }
    const documents = ready;
    ready = [];
    return documents;
  };
  for await (const piece of text) yield* fed(() => parser.write(piece));
  yield* fed(() => parser.close());
  if (found > 0) return;
  throw new InputError('no-such-element', {
    what: `${name} holds no element ${path}`,
    why: `Its elements are called ${[...seen].join(', ')}`,
  });
}

/** So many names of elements are told. */
const shownNames = 12;
