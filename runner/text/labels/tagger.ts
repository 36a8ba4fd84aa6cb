/**
 * Parts of speech of tokens, by whichever tagger of words is given. Pure.
 */
import type { TokenizedText } from '../../core/cut.ts';
import { isSpace } from '../sentences.ts';
import { spaceTag, type TagWords, tagInContext } from './penn.ts';

/**
 * The Penn tag of each token; white space is '_SP'. With `context` each sentence is tagged as a whole, without it each
 * token alone, as the thesis did. (There NLTK's tagger also called every space a noun: 43% of the tokens. Not here.)
 */
export type Tag = (tokens: readonly string[], options: { context: boolean }) => string[];

/** @param text how it is tokenized; absent: into words, spaces and marks. */
export function makeTag(tagWords: TagWords, text?: TokenizedText): Tag {
  const alone = new Map<string, string>();
  const tagAlone = (token: string): string => {
    const known = alone.get(token);
    if (known !== undefined) return known;
    const tag = isSpace(token) ? spaceTag : (tagWords([token])[0] ?? '');
    alone.set(token, tag);
    return tag;
  };
  // Several features ask for the tags of one document after the other.
  const inContext = new WeakMap<readonly string[], string[]>();
  const tagSentences = (tokens: readonly string[]): string[] => {
    const tags = inContext.get(tokens) ?? tagInContext(tokens, tagWords, text);
    inContext.set(tokens, tags);
    return tags;
  };
  return (tokens, { context }) => (context ? tagSentences(tokens) : tokens.map(tagAlone));
}
