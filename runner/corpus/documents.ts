/**
 * From a text to documents, the pieces that are trained on, or held out, as a whole. Pure; imports only the tokens.
 */
import { type Cutting, countTokens } from './tokens.ts';

/** A document holds at least so many tokens, unless the corpus says otherwise: two segments of 256. */
export const documentTokens = 512;

/**
 * Cuts a text into documents: consecutive whole lines until there are `length` tokens. A shorter rest joins the document
 * before it, so a text of fewer than twice as many is one document. The documents, joined, are the text.
 */
export function splitDocuments(text: string, cut: Cutting, length = documentTokens): string[] {
  const starts: number[] = [];
  let start = 0;
  let tokens = 0;
  for (let end = 0; end < text.length; ) {
    const lineBreak = text.indexOf('\n', end);
    const next = lineBreak === -1 ? text.length : lineBreak + 1;
    tokens += countTokens(text.slice(end, next), cut);
    end = next;
    if (tokens < length) continue;
    starts.push(start);
    start = end;
    tokens = 0;
  }
  if (starts.length === 0 && text !== '') starts.push(0);
  return starts.map((from, index) => text.slice(from, starts[index + 1] ?? text.length));
}
