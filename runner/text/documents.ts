/**
 * From a text to documents, the pieces that are trained on, or held out, as a whole. Pure; imports only the tokens.
 */
import { type Cutting, tokenize } from './tokens.ts';

/** A document holds at least so many tokens, unless the corpus says otherwise: two segments of 256. */
export const documentTokens = 512;

/** What documents are: files as they are, where there are files; or stretches between the outermost definitions of programs. */
export const documentKinds = ['files', 'definitions'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A line that begins a definition, an import or a comment: neither blank, nor indented, nor what closes a bracket. */
const outermost = /^[\p{L}_$@#/]/u;
/** A stretch of so many times its length ends before any line: a program may be one definition. */
const longest = 4;

export interface DocumentSettings {
  documentLength?: number | undefined;
  documents?: DocumentKind | undefined;
}

/**
 * The documents of a source. Files are cut for their definitions alone; blank ones are none.
 * @param source whole: each of its texts is a document; else they are the pieces of one text, to be cut into documents.
 */
export function* documentsIn(
  { whole, texts }: { whole: boolean; texts: readonly string[] },
  cut: Cutting,
  settings: DocumentSettings,
): Generator<string> {
  if (!whole) yield* cutDocuments(texts, cut, settings);
  for (const text of whole ? texts : []) {
    if (text.trim() === '') continue;
    if (settings.documents === 'definitions') yield* cutDocuments([text], cut, settings);
    else yield text;
  }
}

/**
 * Cuts a text into documents: consecutive whole lines until there are `documentLength` tokens; of definitions, on to the next line
 * that begins one. A shorter rest joins the document before it, so a text of fewer than twice as many is one document. The
 * documents, joined, are the text.
 * @param pieces of the text.
 */
export function* cutDocuments(
  pieces: Iterable<string>,
  cut: Cutting,
  { documentLength: length = documentTokens, documents: kind }: DocumentSettings,
): Generator<string> {
  let ready = '';
  let begun = '';
  let tokens = 0;
  for (const line of linesOf(pieces)) {
    if (tokens >= length && (kind !== 'definitions' || tokens >= longest * length || outermost.test(line))) {
      if (ready !== '') yield ready;
      ready = begun;
      begun = '';
      tokens = 0;
    }
    begun += line;
    tokens += tokenize(line, cut).length;
  }
  const last = tokens < length ? [ready + begun] : [ready, begun];
  yield* last.filter((text) => text !== '');
}

/** With their line breaks; the last may have none. */
function* linesOf(pieces: Iterable<string>): Generator<string> {
  let begun = '';
  for (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf('\n') + 1; end > 0; end = piece.indexOf('\n', start) + 1) {
      yield begun + piece.slice(start, end);
      begun = '';
      start = end;
    }
    begun += piece.slice(start);
  }
  if (begun !== '') yield begun;
}
