/** Where the sentences of a text begin and end, by a rule for English prose. Pure. */

import type { TokenizedText } from '../core/cut.ts';
import { isWord } from './tokens.ts';

export const isSpace = (token: string | undefined): boolean => token !== undefined && /^\s$/u.test(token);

const isTerminal = (token: string | undefined): boolean => token === '.' || token === '!' || token === '?';
const isClosing = (token: string | undefined): boolean => token !== undefined && /^["”'’»)\]]$/.test(token);
const isOpening = (token: string | undefined): boolean => token !== undefined && /^["“'‘`«([¿¡—–-]$/.test(token);

/**
 * The sentences of a text. One ends at . ! or ? with the closing marks behind it, before white space and anything but a
 * small letter or another mark; or at a line break. White space before, between and after sentences belongs to none.
 * Of a text that is tokenized already every . ! or ? that is a token of its own ends one: those of abbreviations are none,
 * and what begins the next may be in lower case.
 * @param tokens words, as `tokenize` gives them.
 * @returns first token of each sentence, and the one after its last.
 */
export function sentences(tokens: readonly string[], text?: TokenizedText): [start: number, end: number][] {
  const found: [number, number][] = [];
  let start = -1;
  let end = -1;
  const finish = (): void => {
    if (start !== -1) found.push([start, end]);
    start = -1;
  };
  for (let position = 0; position < tokens.length; ) {
    const token = tokens[position];
    if (isSpace(token)) {
      if (token === '\n') finish();
      position += 1;
      continue;
    }
    if (start === -1) start = position;
    end = position + 1;
    if (isTerminal(token) && (text !== undefined || !endsAbbreviation(tokens, position))) {
      while (isTerminal(tokens[end]) || isClosing(tokens[end])) end++;
      const ends = (end === tokens.length || isSpace(tokens[end])) && beginsAfter(tokens, end);
      if (text !== undefined || ends) finish();
    }
    position = end;
  }
  finish();
  return found;
}

/** Whether what follows the white space at `position` may begin a sentence. */
function beginsAfter(tokens: readonly string[], position: number): boolean {
  let next = position;
  while (isSpace(tokens[next]) && tokens[next] !== '\n') next++;
  while (isOpening(tokens[next])) next++;
  const token = tokens[next];
  return token === undefined || isSpace(token) || (isWord(token) && !/^\p{Ll}/u.test(token));
}

const abbreviations = new Set('mr mrs ms messrs dr st rev hon prof gen col capt lt sgt jr sr vs etc'.split(' '));

/** A capital with a full stop is an initial, but for the pronoun that may end a sentence. */
const isInitial = (token: string): boolean => /^\p{Lu}$/u.test(token) && token !== 'I';

/**
 * Full stops that end an abbreviation and no sentence.
 * Whether the token at `stop` is the full stop of Mr. or of an initial, with a word to follow.
 */
export function endsAbbreviation(tokens: readonly string[], stop: number): boolean {
  if (tokens[stop] !== '.') return false;
  const word = tokens[stop - 1] ?? '';
  if (!abbreviations.has(word.toLowerCase()) && !isInitial(word)) return false;
  return tokens.slice(stop + 1, stop + 3).some((token) => isWord(token));
}
