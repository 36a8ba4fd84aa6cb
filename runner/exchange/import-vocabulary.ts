/** A foreign model's vocabulary as ours have it. Pure. */
import { unknownToken } from '../corpus/vocabulary.ts';
import { modelRefusal } from '../formats/refusals.ts';

/** Names that programs give to the token of all unknown words. */
const unknownNames = ['<unk>', '<UNK>', '[UNK]', 'UNK', '<unknown>', '<oov>', '<OOV>', '__unk__'];

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

/** Characters where every token but those in <>, [] or __ is one. */
export function unitOf(tokens: readonly string[]): 'word' | 'character' {
  const plain = tokens.filter((token) => !/^(<.+>|\[.+\]|__.+__|UNK|PAD)$/.test(token));
  return plain.every((token) => [...token].length === 1) ? 'character' : 'word';
}
