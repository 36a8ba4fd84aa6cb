/** Which tokens of the reader's own text carry the page's feature. Imports what the runner marks by. */
import { markNesting } from '../../../runner/text/labels/nesting.ts';
import { isCompared } from '../../words/features/passage.ts';
import type { LiveMarks } from '../../words/script-data.ts';
import type { PatternMatcher } from '../matching.ts';
import { tokenClass } from './effects.ts';

/**
 * @param match matches a pattern, without holding the page up.
 * @returns [tokens] of each what it is to the feature; null where its pattern cannot be matched.
 */
export async function classesOf(
  marks: LiveMarks,
  tokens: readonly string[],
  match: PatternMatcher,
): Promise<Uint8Array | null> {
  const carries =
    'match' in marks ? await matched(marks.match, tokens, match) : markNesting(marks.nesting, marks.depth, tokens);
  return (
    carries &&
    Uint8Array.from(tokens, (token, position) => {
      if (!isCompared(token, marks.among)) return tokenClass.apart;
      return carries[position] === 1 ? tokenClass.carrier : tokenClass.rest;
    })
  );
}

async function matched(pattern: string, tokens: readonly string[], match: PatternMatcher): Promise<Uint8Array | null> {
  const { positions } = await match(pattern, tokens);
  if (positions === null) return null;
  const carries = new Uint8Array(tokens.length);
  for (const position of positions) carries[position] = 1;
  return carries;
}
