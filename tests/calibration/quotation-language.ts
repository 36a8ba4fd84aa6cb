/**
 * A small invented language. Words and spaces in turn; a quotation may open before a word and close after one; the words
 * inside are mostly other words than those outside, so that to predict well is to know whether one is inside. Pure.
 */
import { item } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';

export const opening = '\u201c';
export const closing = '\u201d';
export const space = ' ';

const letters = [...'bdfgklmnprstvz'];
const insideWords = letters.map((letter) => `${letter}ina`);
const outsideWords = letters.map((letter) => `${letter}o`);
export const words: readonly string[] = [...insideWords, ...outsideWords];
export const vocabulary: readonly string[] = ['<unk>', space, opening, closing, ...words];

/** Of the words inside, those that are inside words; outside, the other way round. */
const ownShare = 0.9;
const openShare = 0.1;
const closeShare = 0.15;

/** Whether a quotation opens, or the one that is open closes, when so many tokens are written. */
type Turns = (inside: boolean, written: number) => boolean;

/** So many tokens of the language, from outside quotation marks. */
export function quotationTokens(
  count: number,
  source: Random,
  turns: Turns = (inside) => source.uniform() < (inside ? closeShare : openShare),
): string[] {
  const tokens: string[] = [];
  let inside = false;
  while (tokens.length < count) {
    if (!inside && turns(inside, tokens.length)) {
      tokens.push(opening);
      inside = true;
    }
    const own = source.uniform() < ownShare === inside ? insideWords : outsideWords;
    tokens.push(item(own, source.below(own.length)));
    if (inside && turns(inside, tokens.length)) {
      tokens.push(closing);
      inside = false;
    }
    tokens.push(space);
  }
  return tokens.slice(0, count);
}

/** The same with one quotation of so many tokens, which opens among the first of as many as a fourth of all. */
export function longQuotation(count: number, lasts: number, source: Random): string[] {
  const opens = source.below(count / 4);
  return quotationTokens(count, source, (inside, t) => inside !== (t >= opens && t < opens + lasts));
}

/** Where the text, after a token, is inside: the opening mark counts and the closing one does not, [tokens]. */
export function insideQuotes(tokens: readonly string[]): Uint8Array {
  let inside = 0;
  return Uint8Array.from(tokens, (token) => {
    if (token === opening) inside = 1;
    if (token === closing) inside = 0;
    return inside;
  });
}

/** Whether a word, or the mark that closes after it, has just been read. */
export const endsWord = (token: string): boolean => token !== space && token !== opening;

/** The logit of the next token: a level, and what being inside, or after a word, adds to it (being the opposite takes away). */
export interface Logit {
  level: number;
  inside: number;
  afterWord: number;
}

const never = -8;
const odds = (share: number) => Math.log(share / (1 - share));
const perWord = (share: number) => Math.log(share / letters.length);
/** A logit that is `inside` inside and `outside` outside. */
const logit = (inside: number, outside: number, afterWord: number): Logit => ({
  level: (inside + outside) / 2,
  inside: (inside - outside) / 2,
  afterWord,
});

/** [vocabulary] By which the language is predicted about as well as it can be. */
export const logits: readonly Logit[] = vocabulary.map((token) => {
  if (token === '<unk>') return { level: 2 * never, inside: 0, afterWord: 0 };
  if (token === space) return { level: 0, inside: 0, afterWord: -never };
  if (token === closing) return logit(odds(closeShare), never, -never);
  if (token === opening) return logit(never, odds(openShare), never);
  return insideWords.includes(token)
    ? logit(perWord(ownShare), perWord(1 - ownShare), never)
    : logit(perWord(1 - ownShare), perWord(ownShare), never);
});
