/** Full stops that end an abbreviation and no sentence. Pure. */
import { isWord } from '../corpus/tokens.ts';

const abbreviations = new Set('mr mrs ms messrs dr st rev hon prof gen col capt lt sgt jr sr vs etc'.split(' '));

/** A capital with a full stop is an initial, but for the pronoun that may end a sentence. */
const isInitial = (token: string): boolean => /^\p{Lu}$/u.test(token) && token !== 'I';

/** Whether the token at `stop` is the full stop of Mr. or of an initial, with a word to follow. */
export function endsAbbreviation(tokens: readonly string[], stop: number): boolean {
  if (tokens[stop] !== '.') return false;
  const word = tokens[stop - 1] ?? '';
  if (!abbreviations.has(word.toLowerCase()) && !isInitial(word)) return false;
  return tokens.slice(stop + 1, stop + 3).some((token) => isWord(token));
}
