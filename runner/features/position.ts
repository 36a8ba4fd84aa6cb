/** Features given by where a token stands in its sentence, line or document. Pure. */
import type { Unit } from '../corpus/tokens.ts';
import { regroup } from './regroup.ts';
import { sentences } from './sentences.ts';

export type Place = 'sentence' | 'line' | 'document';

/**
 * Marks the tokens at the positions `from` to `to`, both included, counted in tokens from 0.
 * @param to null: to the end.
 * @param tokens from the start of a document.
 * @returns [tokens], 1 where the token stands there.
 */
export function markPosition(
  place: Place,
  from: number,
  to: number | null,
  tokens: readonly string[],
  unit: Unit,
): Uint8Array {
  const last = to ?? Number.POSITIVE_INFINITY;
  return Uint8Array.from(positionsIn(place, tokens, unit), (position) => Number(position >= from && position <= last));
}

/** [tokens] Position in the sentence, line or document; -1 for line breaks and for white space between sentences. */
function positionsIn(place: Place, tokens: readonly string[], unit: Unit): Int32Array {
  if (place === 'document') return Int32Array.from(tokens.keys());
  const startsLater = place === 'line' ? linesOf(tokens) : sentencesOf(tokens, unit);
  let start = 0;
  return startsLater.map((part, token) => {
    if (part !== startsLater[token - 1]) start = token;
    return part === -1 ? -1 : token - start;
  });
}

/** [tokens] Number of the line that a token stands in; a line break stands in none. */
function linesOf(tokens: readonly string[]): Int32Array {
  let line = 0;
  return Int32Array.from(tokens, (token) => {
    if (token !== '\n') return line;
    line += 1;
    return -1;
  });
}

/** [tokens] Number of the sentence that a token stands in; -1 between sentences. */
function sentencesOf(tokens: readonly string[], unit: Unit): Int32Array {
  const { words, wordOf } = unit === 'word' ? { words: tokens, wordOf: null } : regroup(tokens);
  const ofWord = new Int32Array(words.length).fill(-1);
  sentences(words).forEach(([start, end], sentence) => {
    ofWord.fill(sentence, start, end);
  });
  return wordOf === null ? ofWord : wordOf.map((word) => ofWord[word] ?? -1);
}
