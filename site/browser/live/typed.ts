/** From what was typed to what the model reads. Pure. */
import { tokenize, type Unit } from '../../../runner/corpus/tokens.ts';
import type { Vocabulary } from '../../../runner/corpus/vocabulary.ts';

export interface TypedToken {
  token: string;
  /** What the model reads: the id of <unk> for an unknown token; null where the model has none, and reads nothing. */
  id: number | null;
  known: boolean;
}

/** @returns at most `most` tokens, and how many there were. */
export function typedTokens(
  text: string,
  unit: Unit,
  vocabulary: Vocabulary,
  most: number,
): { tokens: TypedToken[]; total: number } {
  const all = tokenize(text.replaceAll('\r\n', '\n'), unit);
  const tokens = all.slice(0, most).map((token): TypedToken => {
    const id = vocabulary.idOf(token);
    return { token, id: id ?? vocabulary.unknownId ?? null, known: id !== undefined };
  });
  return { tokens, total: all.length };
}
