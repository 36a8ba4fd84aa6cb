/** Where a text may be cut by what stands in it: its sentences, lines or paragraphs, or nowhere. Pure. */

import type { NaturalSegment } from '../core/cut.ts';
import { subword, type TokenizedText, type Unit, withSpaces } from '../core/cut.ts';
import { regroup } from './regroup.ts';
import { sentences } from './sentences.ts';

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
  const written = lines.filter(({ blank }) => !blank);
  if (by === 'line') return written.map(({ start, end }) => [start, end]);
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
  for (let token = tokens.length - 1; token >= 0; token--) firstOf[wordOf[token] ?? 0] = token;
  // A word that no token ends in begins where the next one does.
  for (let word = words.length - 1; word >= 0; word--) {
    firstOf[word] = Math.min(firstOf[word] ?? tokens.length, firstOf[word + 1] ?? tokens.length);
  }
  return sentences(words, tokenized)
    .map(([start, end]): Stretch => [firstOf[start] ?? 0, firstOf[end] ?? tokens.length])
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
