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

/**
 * Whether a document of so many tokens ends before a line.
 * @param length tokens that it has at least.
 */
export const endsBefore = (
  line: string,
  tokens: number,
  { length, kind }: { length: number; kind?: DocumentKind | undefined },
): boolean => tokens >= length && (kind !== 'definitions' || tokens >= longest * length || outermost.test(line));

/**
 * Cuts a text into documents: consecutive whole lines until there are `length` tokens. A shorter rest joins the document
 * before it, so a text of fewer than twice as many is one document. The documents, joined, are the text.
 * @param kind definitions: on to the next line that begins one.
 */
export function splitDocuments(text: string, cut: Cutting, length = documentTokens, kind?: DocumentKind): string[] {
  const starts: number[] = [];
  let start = 0;
  let tokens = 0;
  for (let at = 0; at < text.length; ) {
    const lineBreak = text.indexOf('\n', at);
    const next = lineBreak === -1 ? text.length : lineBreak + 1;
    const line = text.slice(at, next);
    if (endsBefore(line, tokens, { length, kind })) {
      starts.push(start);
      start = at;
      tokens = 0;
    }
    tokens += countTokens(line, cut);
    at = next;
  }
  if (starts.length === 0 ? text !== '' : tokens >= length) starts.push(start);
  return starts.map((from, index) => text.slice(from, starts[index + 1] ?? text.length));
}
