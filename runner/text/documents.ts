/**
 * From a text to documents, the pieces that are trained on, or held out, as a whole. Pure; imports only the tokens.
 */
import { type Cutting, countTokens } from './tokens.ts';

/** A document holds at least so many tokens, unless the corpus says otherwise: two segments of 256. */
export const documentTokens = 512;

/** What documents are: files as they are, where there are files; or stretches between the outermost definitions of programs. */
export const documentKinds = ['files', 'definitions'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A line that begins a definition, an import or a comment: neither blank, nor indented, nor what closes a bracket. */
const outermost = /^[\p{L}_$@#/]/u;
/** A stretch of so many times its length ends before any line: a program may be one definition. */
const longest = 4;

/** A text, and what was made of each of its lines. */
interface Lines<Line> {
  text: string;
  lines: Line[];
}

/**
 * Cuts a text into documents: consecutive whole lines until there are `length` tokens. A shorter rest joins the document
 * before it, so a text of fewer than twice as many is one document. The documents, joined, are the text.
 * @param pieces of the text, which end where a token does.
 * @param how length: tokens of a document at least. kind definitions: on to the next line that begins one.
 * @param read makes of a line, or a piece of one, what has the number of its tokens as its length.
 */
export function* cutDocuments<Line extends { length: number }>(
  pieces: Iterable<string>,
  { length, kind }: { length: number; kind?: DocumentKind | undefined },
  read: (line: string) => Line,
): Generator<Lines<Line>> {
  let ready: Lines<Line> | null = null;
  let begun: Lines<Line> = { text: '', lines: [] };
  let tokens = 0;
  for (const piece of pieces) {
    for (const line of linesOf(piece)) {
      const mayEnd = tokens >= length && begun.text.endsWith('\n');
      if (mayEnd && (kind !== 'definitions' || tokens >= longest * length || outermost.test(line))) {
        if (ready !== null) yield ready;
        ready = begun;
        begun = { text: '', lines: [] };
        tokens = 0;
      }
      const own = read(line);
      begun.text += line;
      begun.lines.push(own);
      tokens += own.length;
    }
  }
  if (ready !== null && tokens < length) {
    yield { text: ready.text + begun.text, lines: [...ready.lines, ...begun.lines] };
  } else {
    if (ready !== null) yield ready;
    if (begun.text !== '') yield begun;
  }
}

/** With their line breaks; the last may have none. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak === -1 ? text.length : lineBreak + 1;
    yield text.slice(start, end);
    start = end;
  }
}

/** The documents of a text that is at hand as a whole. */
export const splitDocuments = (text: string, cut: Cutting, length = documentTokens, kind?: DocumentKind): string[] =>
  Array.from(
    cutDocuments([text], { length, kind }, (line) => ({ length: countTokens(line, cut) })),
    (document) => document.text,
  );
