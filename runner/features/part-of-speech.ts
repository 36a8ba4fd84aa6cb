/** Features given by Penn Treebank tags. Pure. */
import type { Tag } from './tagger.ts';

/**
 * Marks the tokens that have one of the tags.
 * @param context whether each token is tagged in its sentence, or alone (as the thesis did).
 * @returns [tokens], 1 where the token has such a tag.
 */
export function markPartOfSpeech(
  tags: readonly string[],
  context: boolean,
  tokens: readonly string[],
  tag: Tag,
): Uint8Array {
  const wanted = new Set(tags);
  return Uint8Array.from(tag(tokens, { context }), (found) => Number(wanted.has(found)));
}
