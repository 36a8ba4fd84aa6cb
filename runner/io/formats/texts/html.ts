/** The text of an HTML page, as it is read: without scripts, styles and the head, a line for each block. */
import { checkDepth } from './bytes.ts';

const left = new Set(['head', 'script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'select']);
const blocks = new Set(
  'address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tr ul'.split(
    ' ',
  ),
);
const kept = new Set(['pre', 'textarea']);

/**
 * Pieces of the page's text; white space is as a browser shows it, and each block ends its line.
 * @throws FormatError when elements lie deeper in each other than those of any page.
 */
export async function* readHtml(text: AsyncIterable<string>): AsyncGenerator<string> {
  let ready = '';
  /** Nothing has been written on the line yet. */
  let fresh = true;
  let space = false;
  let skipped = 0;
  let asIs = 0;
  let open = 0;
  const endLine = () => {
    if (!fresh) ready += '\n';
    fresh = true;
    space = false;
  };
  // Loaded for a page only: 30 ms.
  const { Parser } = await import('htmlparser2');
  const parser = new Parser({
    onopentagname(tag) {
      checkDepth(++open);
      if (left.has(tag)) skipped++;
      if (kept.has(tag)) asIs++;
      if (skipped === 0 && blocks.has(tag)) endLine();
      else if (tag === 'td' || tag === 'th') space = true;
    },
    onclosetag(tag) {
      open--;
      if (left.has(tag) && skipped > 0) skipped--;
      if (kept.has(tag) && asIs > 0) asIs--;
      if (skipped === 0 && blocks.has(tag)) endLine();
    },
    ontext(given) {
      if (skipped > 0 || given === '') return;
      if (asIs > 0) {
        ready += given;
        fresh = given.endsWith('\n');
        return;
      }
      const words = given.split(/[ \t\n\f\r]+/);
      words.forEach((word, index) => {
        if (index > 0) space = true;
        if (word === '') return;
        ready += space && !fresh ? ` ${word}` : word;
        fresh = false;
        space = false;
      });
    },
  });
  for await (const piece of text) {
    parser.write(piece);
    if (ready === '') continue;
    yield ready.toWellFormed();
    ready = '';
  }
  parser.end();
  if (ready !== '') yield ready.toWellFormed();
}
