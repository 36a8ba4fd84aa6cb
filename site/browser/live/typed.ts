/** From what was typed to what the model reads. Pure. */
import type { Cut } from '../../../runner/core/cut.ts';
import { tokenize } from '../../../runner/corpus/tokens.ts';
import type { Vocabulary } from '../../../runner/corpus/vocabulary.ts';

export interface TypedToken {
  token: string;
  /** What the model reads: the id of <unk> for an unknown token; null where the model has none, and reads nothing. */
  id: number | null;
  known: boolean;
}

export interface TypedText {
  tokens: TypedToken[];
  /** What the model reads of them. */
  ids: number[];
  /** How many tokens there were, before the text was cut. */
  total: number;
}

/** @returns at most `most` tokens. */
export function typedTokens(text: string, cut: Cut, vocabulary: Vocabulary, most: number): TypedText {
  const all = tokenize(text.replaceAll('\r\n', '\n'), cut);
  const tokens = all.slice(0, most).map((token): TypedToken => {
    const id = vocabulary.idOf(token);
    return { token, id: id ?? vocabulary.unknownId ?? null, known: id !== undefined };
  });
  return { tokens, ids: tokens.flatMap(({ id }) => (id === null ? [] : [id])), total: all.length };
}
