/**
 * A feature of the text, as written in a manifest: exactly one of a pattern, parts of speech or a word list. Imports
 * zod and the tag list.
 */
import { z } from 'zod';
import { pennTags } from './penn-tags.ts';

const word = z.string().min(1);
const tag = z.enum(pennTags, { error: 'must be a Penn Treebank tag such as NN' });

const written = z.strictObject({
  name: word.describe('What the feature is called on the page; each name once'),
  match: word.optional().describe('Regular expression (flags us) that must match the whole token'),
  partOfSpeech: z
    .union([tag, z.array(tag).min(1)], { error: 'must be a Penn Treebank tag such as NN, or a list of them' })
    .optional()
    .describe('Penn Treebank tags: one, or a list'),
  context: z
    .boolean()
    .optional()
    .describe('With partOfSpeech. true: tag each word in its sentence; false: each token alone, as the thesis did'),
  words: z
    .union([word, z.array(word).min(1)], { error: 'must be stopwords, a path or a list of words' })
    .optional()
    .describe('stopwords, the path of a file with one word a line, or a list of words'),
});

/** What a token must be to carry the feature. */
export type Feature =
  | { name: string; match: string }
  | { name: string; partOfSpeech: string[]; context: boolean }
  | { name: string; words: 'stopwords' | string[] };

/** As `Feature`, with a word list's file not read yet. */
export type UnreadFeature = Feature | { name: string; wordsFrom: string };

export const featureSchema = written
  .refine((each) => [each.match, each.partOfSpeech, each.words].filter((kind) => kind !== undefined).length === 1, {
    error: 'must have exactly one of match, partOfSpeech and words',
  })
  .refine(({ context, partOfSpeech }) => context === undefined || partOfSpeech !== undefined, {
    error: 'must have partOfSpeech when it has context',
  })
  .transform(({ name, match, partOfSpeech, context = true, words }): UnreadFeature => {
    if (match !== undefined) return { name, match };
    if (partOfSpeech !== undefined) return { name, partOfSpeech: [partOfSpeech].flat(), context };
    if (typeof words !== 'string') return { name, words: words ?? [] };
    return words === 'stopwords' ? { name, words } : { name, wordsFrom: words };
  });

/** The feature of a manifest that names none. */
export const allTokens = { name: 'all tokens', match: '.+' } as const;
