/** What a model reads before a text, so that it begins in the state of one that is reading already. Pure. */
import { type Cutting, tokenize } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * The ids of its tokens; a text that is one token of the vocabulary, as `<|endoftext|>`, is that one.
 * @param text absent: nothing is read before, no id.
 * @throws InputError when it holds a token that a vocabulary without <unk> lacks.
 */
export function encodeBefore(
  text: string | undefined,
  { name, cut, vocabulary }: { name: string; cut: Cutting; vocabulary: Vocabulary },
): Int32Array {
  if (text === undefined) return new Int32Array();
  const own = vocabulary.idOf(text);
  return own === undefined ? vocabulary.encode(tokenize(text, cut), { name, from: 0 }).ids : Int32Array.of(own);
}
