/** A foreign model's vocabulary as ours have it. Pure. */
import type { TokenizedText } from '../../core/cut.ts';
import type { Unit } from '../../text/tokens.ts';
import { unknownToken } from '../../text/vocabulary.ts';
import { modelRefusal } from '../formats/refusals.ts';

/** Names that programs give to the token of all unknown words. */
const unknownNames = ['<unk>', '<UNK>', '[UNK]', 'UNK', '<unknown>', '<oov>', '<OOV>', '__unk__', 'xxunk', '_unk_'];

/**
 * The vocabulary as our models have it: the token of unknown words is called <unk>.
 * @param given their name of it; by default a common name.
 */
export function withUnknownToken(tokens: readonly string[], given: string | undefined, path: string): string[] {
  const theirs =
    given ?? (tokens.includes(unknownToken) ? unknownToken : unknownNames.find((name) => tokens.includes(name)));
  if (theirs === undefined) return [...tokens];
  if (!tokens.includes(theirs))
    throw modelRefusal(path, `its vocabulary holds no ${JSON.stringify(theirs)}`, 'Correct unknown=');
  return tokens.map((token) => (token === theirs ? unknownToken : token));
}

/** Names that programs give to the token of a line's end. */
const lineEndNames = ['<eos>', '<EOS>', '</s>', '<eol>', '<EOL>', '<nl>', '<newline>', '[EOS]'];

/**
 * The vocabulary of a model whose texts are tokenized already, as our models have it: the token of a line's end is a line
 * break.
 * @param given their name of it; by default a common name.
 * @returns that name too; null where there is none.
 */
export function withLineBreak(
  tokens: readonly string[],
  given: string | undefined,
  path: string,
): { tokens: string[]; lineEnd: string | null } {
  const theirs = given ?? (tokens.includes('\n') ? undefined : lineEndNames.find((name) => tokens.includes(name)));
  if (theirs === undefined) return { tokens: [...tokens], lineEnd: tokens.includes('\n') ? '\n' : null };
  if (!tokens.includes(theirs))
    throw modelRefusal(path, `its vocabulary holds no ${JSON.stringify(theirs)}`, 'Correct lineEnd=');
  return { tokens: tokens.map((token) => (token === theirs ? '\n' : token)), lineEnd: theirs };
}

/** Models of words that know no space were trained on what stands between white space. */
export const tokenizedOf = (tokens: readonly string[], unit: Unit): TokenizedText | undefined =>
  unit === 'word' && !tokens.includes(' ') ? 'whitespace' : undefined;

/** Characters where every token but those in <>, [] or __ is one. */
export function unitOf(tokens: readonly string[]): 'word' | 'character' {
  const plain = tokens.filter((token) => !/^(<.+>|\[.+\]|_.+_|UNK|PAD|xx[a-z]+)$/.test(token));
  return plain.every((token) => [...token].length === 1) ? 'character' : 'word';
}
