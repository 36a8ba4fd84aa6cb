/** How documents are cut into the segments that are read: of one length each, anywhere or where something begins. Pure. */
import { at } from '../core/at.ts';
import {
  type Direction,
  type NaturalSegment,
  subword,
  type TokenizedText,
  type Unit,
  withSpaces,
} from '../core/cut.ts';
import { random } from '../core/random.ts';
import { regroup } from './regroup.ts';
import { sentences } from './sentences.ts';

/** What can be cut. */
export interface WholeDocument {
  /** Of its text, hexadecimal. */
  hash: string;
  /** Tokens of it. */
  length: number;
  tokens(): string[];
}

/** How documents are cut into segments of one length. */
export interface Segmentation {
  /** Tokens of each. */
  length: number;
  /** How many a document can give. */
  fit(document: WholeDocument): number;
  /** Where so many of them begin, spread over the document. */
  places(document: WholeDocument, count: number): number[];
}

/** Anywhere. */
export const even = (length: number): Segmentation => ({
  length,
  fit: (document) => Math.floor(document.length / length),
  places: ({ hash, length: tokens }, count) => segmentPlaces(hash, tokens, count, length),
});

/**
 * Where sentences, lines or paragraphs begin that are long enough; read from right to left, where they end. Null: there is none of
 * two tokens.
 */
export function natural(
  by: NaturalSegment,
  documents: readonly WholeDocument[],
  text: { unit: Unit; tokens?: TokenizedText | undefined },
  direction: Direction | undefined,
): Segmentation | null {
  const stretches = new Map(documents.map((each) => [each, naturalStretches(by, each.tokens(), text)] as const));
  const length = naturalLength([...stretches.values()].flat().map(([start, end]) => end - start));
  if (length === null) return null;
  const startsOf = (document: WholeDocument): number[] =>
    (stretches.get(document) ?? [])
      .filter(([start, end]) => end - start >= length)
      .map(([start, end]) => (direction === 'backward' ? end - length : start));
  return {
    length,
    fit: (document) => startsOf(document).length,
    places(document, count) {
      const starts = startsOf(document);
      return segmentPlaces(document.hash, starts.length, count, 1).map((index) => at(starts, index));
    },
  };
}

/** Separates these draws from other uses of a hash; which documents are held out is decided by its first digits. */
const stream = 0x706c6163;

/**
 * Where in a document its segments begin: spread over all of it, since what stands at its start (a licence and the imports,
 * a chapter's heading) is like no other part. Drawn by the document's hash, so that the same document is read alike each
 * time, whatever else is read. The document is cut into as many equal parts as it gives segments, and in each part one begins at
 * a place drawn evenly from those at which it ends within the part (stratified sampling): no two overlap, and no stretch of a
 * document longer than two parts goes unread.
 * @returns [count] the first tokens of the segments, rising.
 * @throws RangeError when so many segments do not fit.
 */
export function segmentPlaces(hash: string, tokens: number, count: number, length: number): number[] {
  if (count * length > tokens) throw new RangeError(`places: ${count} segments of ${length} in ${tokens} tokens`);
  const { below } = random(Number.parseInt(hash.slice(-8), 16), stream);
  return Array.from({ length: count }, (_, segment) => {
    const from = Math.floor((segment * tokens) / count);
    const to = Math.floor(((segment + 1) * tokens) / count);
    return from + below(to - from - length + 1);
  });
}

/** Of the documents that fill a segment, the share that must fill as many as are read of each: documents are what tests swap. */
const fewestKept = 0.75;

/**
 * How many segments each document gives: the number with which most is read within the bounds, of equal ones the smallest,
 * which needs no document to be long.
 * @param fits how many each document could give.
 * @param bounds segment: tokens of each.
 */
export function segmentsOfEach(
  fits: readonly number[],
  { documents, tokens, segment }: { documents: number; tokens: number; segment: number },
): number {
  const inAll = Math.floor(tokens / segment);
  // [documents] The one that could give most first.
  const fit = fits.toSorted((a, b) => b - a);
  const able = (each: number): number => Math.min(documents, inAll, fit.findLastIndex((count) => count >= each) + 1);
  const fewest = fewestKept * able(1);
  let best = 1;
  for (let each = 2; each * able(each) <= inAll && able(each) >= Math.max(1, fewest); each++) {
    if (each * able(each) > best * able(best)) best = each;
  }
  return best;
}

type Stretch = [start: number, end: number];

/**
 * Stretches of a document, none of them empty. A sentence or a paragraph begins and ends with what shows something; a line ends
 * with its line break, which a network may predict; a blank line ends a paragraph, and is no line.
 * @param tokens of a document, from its start.
 * @returns first token of each, and the one after its last.
 */
export function naturalStretches(
  by: NaturalSegment,
  tokens: readonly string[],
  { unit, tokens: tokenized }: { unit: Unit; tokens?: TokenizedText | undefined },
): Stretch[] {
  if (by === 'document') return tokens.length === 0 ? [] : [[0, tokens.length]];
  if (by === 'sentence') return sentencesIn(tokens, unit, tokenized);
  const lines = linesIn(unit === 'byte' || unit === subword ? withSpaces(tokens, unit) : tokens);
  if (by === 'line') return lines.filter(({ blank }) => !blank).map(({ start, end }) => [start, end]);
  const found: Stretch[] = [];
  lines.forEach(({ start, text, blank }, line) => {
    const last = found.at(-1);
    if (blank) return;
    if (last === undefined || lines[line - 1]?.blank !== false) found.push([start, text]);
    else last[1] = text;
  });
  return found;
}

interface Line {
  start: number;
  /** After its line break. */
  end: number;
  /** Before it. */
  text: number;
  blank: boolean;
}

/** @param shown what each token shows. */
function linesIn(shown: readonly string[]): Line[] {
  const lines: Line[] = [];
  let start = 0;
  const finish = (text: number, end: number): void => {
    if (end === start) return;
    lines.push({ start, end, text, blank: shown.slice(start, text).every((token) => token.trim() === '') });
    start = end;
  };
  shown.forEach((token, place) => {
    // A piece of a word may hold the line break and more: it belongs to the line that it ends.
    if (token.includes('\n')) finish(token.trim() === '' ? place : place + 1, place + 1);
  });
  finish(shown.length, shown.length);
  return lines;
}

/** Of characters and pieces those that stand in the words of a sentence. */
function sentencesIn(tokens: readonly string[], unit: Unit, tokenized: TokenizedText | undefined): Stretch[] {
  if (unit === 'word') return sentences(tokens, tokenized);
  const { words, wordOf } = regroup(tokens, unit);
  const firstOf = new Int32Array(words.length + 1).fill(tokens.length);
  for (let token = tokens.length - 1; token >= 0; token--) firstOf[at(wordOf, token)] = token;
  // A word that no token ends in begins where the next one does.
  for (let word = words.length - 1; word >= 0; word--)
    firstOf[word] = Math.min(at(firstOf, word), at(firstOf, word + 1));
  return sentences(words, tokenized)
    .map(([start, end]): Stretch => [at(firstOf, start), at(firstOf, end)])
    .filter(([start, end]) => end > start);
}

/**
 * How many tokens are read of each: the number with which most tokens of all stretches are read, when those with fewer are left
 * out and of those with more only so many; of equal ones the larger. At least 2, of which one can be predicted.
 * @param lengths of all stretches, tokens.
 * @returns null when none has two tokens.
 */
export function naturalLength(lengths: readonly number[]): number | null {
  const falling = lengths.filter((length) => length > 1).sort((a, b) => b - a);
  let best: number | null = null;
  let most = 0;
  falling.forEach((length, index) => {
    const read = length * (index + 1);
    if (read <= most) return;
    most = read;
    best = length;
  });
  return best;
}
