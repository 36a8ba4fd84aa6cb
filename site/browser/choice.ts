/** Which tokens of a text the reader has chosen, and how that is said. Pure but for the thread that matches patterns. */

import { type Cut, withSpaces } from '../../runner/core/cut.ts';
import { counted, integer } from '../../runner/core/words.ts';
import { tokenLabel } from '../words/token.ts';
import type { TextState } from './hash.ts';
import { matchInThread, type PatternMatcher, rememberingLast } from './matching.ts';
import { faultOf } from './pattern.ts';

export interface TokenChoice {
  /** Positions of the chosen tokens, in order. */
  positions: number[];
  /** What is chosen, or why nothing is. */
  words: string;
  /** Whether the pattern is an invalid regular expression. */
  isWrong: boolean;
}

const quoted = 60;

export const noChoice: TokenChoice = {
  positions: [],
  words: 'Select a stretch of the text, with the mouse or with shift and the arrow keys, or type a pattern.',
  isWrong: false,
};

const inThread = rememberingLast(matchInThread);

export async function choiceOf(
  { stretch, pattern }: Pick<TextState, 'stretch' | 'pattern'>,
  tokens: string[],
  cut: Cut = 'word',
  match: PatternMatcher = inThread,
): Promise<TokenChoice> {
  if (stretch !== null) return stretchOf(stretch, tokens, cut);
  if (pattern !== null) return patternOf(pattern, tokens, match);
  return noChoice;
}

function stretchOf([first, last]: readonly [number, number], tokens: string[], cut: Cut): TokenChoice {
  const positions = tokens.map((_, position) => position).slice(first, last + 1);
  const text = tokens.slice(first, last + 1).map((token) => (token === ' ' ? token : tokenLabel(token)));
  const letters = [...withSpaces(text, cut).join('')];
  const shown = letters.length > quoted ? `${letters.slice(0, quoted).join('')}…` : letters.join('');
  return {
    positions,
    words: `${counted(positions.length, 'token')}, “${shown}”.${nothing(positions, tokens)}`,
    isWrong: false,
  };
}

async function patternOf(pattern: string, tokens: string[], match: PatternMatcher): Promise<TokenChoice> {
  const { positions, error } = await match(pattern, tokens);
  if (positions === null) return { positions: [], words: faultOf(error), isWrong: true };
  const words =
    positions.length === 0
      ? 'No token of this text matches. The pattern must match the whole token.'
      : `${integer(positions.length)} of ${counted(tokens.length, 'token')} ${positions.length === 1 ? 'matches' : 'match'}.${nothing(positions, tokens)}`;
  return { positions, words, isWrong: false };
}

const nothing = (positions: number[], tokens: string[]): string =>
  positions.length === tokens.length ? ' With every token chosen there is nothing to compare them with.' : '';
