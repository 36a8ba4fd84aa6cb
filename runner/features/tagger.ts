/**
 * Parts of speech of tokens, by whichever tagger of words is given. Pure.
 */
import { tagInContext } from './penn.ts';
import { isSpace } from './sentences.ts';

/** A tagger of words: the Penn tag of each word of one sentence. */
export type TagWords = (words: readonly string[]) => string[];

/**
 * The Penn tag of each token. With `context` each sentence is tagged as a whole, and white space is '_SP'. Without it
 * each token is tagged alone, as the thesis did, and white space is 'NN': that is what NLTK's tagger says of a space.
 */
export type Tag = (tokens: readonly string[], options: { context: boolean }) => string[];

export function makeTag(tagWords: TagWords): Tag {
  const alone = new Map<string, string>();
  const tagAlone = (token: string): string => {
    const known = alone.get(token);
    if (known !== undefined) return known;
    const tag = isSpace(token) ? 'NN' : (tagWords([token])[0] ?? '');
    alone.set(token, tag);
    return tag;
  };
  return (tokens, { context }) => (context ? tagInContext(tokens, tagWords) : tokens.map(tagAlone));
}
