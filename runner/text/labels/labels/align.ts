/** Which tokens of the observed documents carry a label. Pure. */
import { type Cut, joinTokens, withSpaces } from '../../../core/cut.ts';
import {
  carries,
  joined,
  type LabelledText,
  type LabelSource,
  type Labels,
  labelError,
  type PlacedSpan,
  withoutSpace,
} from './labels.ts';

export interface LabelledDocument {
  hash: string;
  /** Place in the corpus or the observed file, from 0. */
  number: number;
  /** Joined, they are its text. */
  tokens: readonly string[];
  /** How they were cut; at white space, a single space is taken to stand between them. */
  cut: Cut;
}

/** All documents, of which only some are read. */
export interface AllDocuments {
  count: number;
  has(hash: string): boolean;
}

/**
 * A token carries a label when its first character does; white space does when a span goes on across it.
 * @returns for each document [tokens], 1 where the token carries the label.
 * @throws InputError when a document's text is not that of the labels, with the first difference, or a span names a
 * document that there is not.
 */
export function markLabels(
  labels: Labels,
  documents: readonly LabelledDocument[],
  all: AllDocuments,
  source: LabelSource,
): Uint8Array[] {
  checkDocuments(labels.placed, all, source);
  const byDocument = Map.groupBy(labels.placed, (span) => span.document);
  let from = 0;
  return documents.map((document) => {
    const marks = new Uint8Array(document.tokens.length);
    if (labels.text !== null) from = markByText({ ...labels.text, from, source }, document, marks);
    const spans = [...(byDocument.get(document.number) ?? []), ...(byDocument.get(document.hash) ?? [])];
    for (const span of spans) markSpan(span, document, marks, source);
    return marks;
  });
}

/** @throws InputError when one names a document that there is not. */
export function checkDocuments(
  placed: readonly Pick<PlacedSpan, 'document' | 'line'>[],
  all: AllDocuments,
  source: LabelSource,
): void {
  for (const { document, line } of placed) {
    const there = typeof document === 'number' ? document < all.count : all.has(document);
    if (there) continue;
    const which = typeof document === 'number' ? `${document}` : `${document.slice(0, 12)}...`;
    throw labelError(source, `Line ${line}: there is no document ${which} among the ${all.count} of the text`);
  }
}

/**
 * Where a document begins in the text of the labels.
 * @param from where it is looked for first.
 * @throws InputError when it is not there, with the first difference.
 */
export function placeOfText(characters: string, from: number, document: LabelledDocument, source: LabelSource): number {
  const text = withoutSpace(joinTokens(document.tokens, document.cut));
  const next = characters.indexOf(text, from);
  const start = next === -1 ? characters.indexOf(text) : next;
  if (start === -1) throw notTheText(characters, text, document, source);
  return start;
}

/** @returns where the next document is looked for first. */
function markByText(
  { characters, marks: labelled, from, source }: LabelledText & { from: number; source: LabelSource },
  document: LabelledDocument,
  marks: Uint8Array,
): number {
  let at = placeOfText(characters, from, document, source);
  withSpaces(document.tokens, document.cut).forEach((token, position) => {
    const own = withoutSpace(token);
    // White space takes after the character behind it; at the end of the text there is none.
    const bit = own === '' ? joined : carries;
    if (((labelled[at] ?? 0) & bit) !== 0) marks[position] = 1;
    at += own.length;
  });
  return at;
}

function markSpan(span: PlacedSpan, document: LabelledDocument, marks: Uint8Array, source: LabelSource): void {
  const { unit, start, end } = span;
  let place = 0;
  withSpaces(document.tokens, document.cut).forEach((text, position) => {
    if (place >= start && place < end) marks[position] = 1;
    place += unit === 'token' ? 1 : Array.from(text).length;
  });
  if (span.text !== null) checkText(span, span.text, document, source);
}

function checkText(
  { unit, start, end, line }: PlacedSpan,
  expected: string,
  { tokens, cut, number }: LabelledDocument,
  source: LabelSource,
): void {
  const inside =
    unit === 'token'
      ? joinTokens(tokens.slice(start, end), cut)
      : Array.from(joinTokens(tokens, cut)).slice(start, end).join('');
  if (inside === expected) return;
  const there = Array.from(expected);
  const differing = Array.from(inside).findIndex((character, index) => character !== there[index]);
  const place = differing === -1 ? Math.min(there.length, Array.from(inside).length) : differing;
  const why = `Line ${line}: from ${start} to ${end}, document ${number} has "${shown(inside)}", not "${shown(expected)}"; character ${place} of them is the first that differs`;
  throw labelError(source, why, 'Label the text as the corpus has it: CRLF is LF there');
}

/** Tells the longest beginning of the document that the labels have, and how each goes on. */
function notTheText(characters: string, text: string, { number }: LabelledDocument, source: LabelSource): Error {
  let [known, unknown] = [0, text.length];
  while (unknown - known > 1) {
    const middle = (known + unknown) >> 1;
    if (characters.includes(text.slice(0, middle))) known = middle;
    else unknown = middle;
  }
  const fix = 'Label the whole of the text that is observed, as the corpus has it';
  const here = shown(text.slice(known));
  if (known < shortestAnchor) {
    const why = `Document ${number} is not in them: it begins "${shown(text)}" (without spaces)`;
    return labelError(source, why, fix);
  }
  const start = characters.indexOf(text.slice(0, known)) + known;
  const there = start === characters.length ? 'end' : `go on "${shown(characters.slice(start))}"`;
  const before = text.slice(Math.max(0, known - shownCharacters), known);
  const why = `Document ${number} is in them up to "${before}", where it goes on "${here}" and they ${there} (without spaces)`;
  return labelError(source, why, fix);
}

/** Fewer characters agree by chance. */
const shortestAnchor = 8;
const shownCharacters = 24;
const shown = (text: string): string =>
  text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters).toWellFormed()}...`;
