/**
 * A feature of the text, as written in a manifest: exactly one kind, with the keys that belong to it. Imports zod, the
 * tag list and the whole numbers.
 */
import { z } from 'zod';
import { both } from '../core/words.ts';
import { pennTags } from './penn-tags.ts';
import { wholeNumber } from './whole-number.ts';

const word = z.string().min(1);
const tag = z.enum(pennTags, { error: 'must be a Penn Treebank tag such as NN' });

/** [low, high] from 1, both ends included; high none: no limit. */
const band = (what: string) =>
  z
    .tuple(
      [
        wholeNumber().min(1),
        z.union([wholeNumber().min(1), z.literal('none')], { error: 'must be a whole number from 1, or none' }),
      ],
      { error: ({ code }) => (code === 'invalid_type' ? 'must be a list of two, as in [1, 100]' : undefined) },
    )
    .transform(([low, high]): Band => [low, high === 'none' ? null : high])
    .optional()
    .describe(what);

/** Columns of CoNLL-U that hold labels. */
const labelColumns = ['lemma', 'upos', 'xpos', 'feats', 'deprel', 'misc'] as const;
export type LabelColumn = (typeof labelColumns)[number];

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
  nesting: z
    .enum(['quotes', 'parentheses'])
    .optional()
    .describe('Tokens inside quotation marks or parentheses; the marks are not inside, and a line break ends it'),
  depth: wholeNumber().min(1).optional().describe('With nesting: inside at least so many pairs (1)'),
  position: z
    .enum(['sentence', 'line', 'document'])
    .optional()
    .describe('Tokens by their position in the sentence, line or document, counted in tokens from 0'),
  from: wholeNumber().min(0).optional().describe('With position: the first position (0)'),
  to: wholeNumber().min(0).optional().describe('With position: the last position; left out: to the end'),
  frequency: band(
    'Words by their rank in the training text, 1 the most frequent: [101, 1000]; [1001, none]: and beyond',
  ),
  wordLength: band('Words of so many characters: [1, 3]; [10, none]: or more'),
  previous: word
    .optional()
    .describe('Regular expression for the token before; between words, white space is passed over'),
  labels: word
    .optional()
    .describe('File of labels for the observed text: JSON lines with spans (.jsonl), or CoNLL-U (.conllu)'),
  label: z
    .union([word, z.array(word).min(1)], { error: 'must be a label, or a list of them' })
    .optional()
    .describe('With labels: which of them, as NOUN or Number=Plur; left out: every span'),
  column: z.enum(labelColumns).optional().describe('With labels in CoNLL-U: the column that has the label (upos)'),
  among: z
    .enum(['words', 'text', 'all'])
    .optional()
    .describe('What the feature is compared with: words, text (tokens that are no white space) or all tokens'),
});

type Band = [low: number, high: number | null];

/** What a token must be to carry the feature. */
export type Feature = Kind & { among?: 'words' | 'text' | 'all' };

type Kind =
  | { name: string; match: string }
  | { name: string; partOfSpeech: string[]; context: boolean }
  | { name: string; words: 'stopwords' | string[] }
  | { name: string; nesting: 'quotes' | 'parentheses'; depth: number }
  | { name: string; position: 'sentence' | 'line' | 'document'; from: number; to: number | null }
  | { name: string; frequency: Band }
  | { name: string; wordLength: Band }
  | { name: string; previous: string }
  | { name: string; labels: string; label: string[] | null; column: LabelColumn | null };

/** As `Feature`, with a word list's file not read yet. */
export type UnreadFeature = Feature | { name: string; wordsFrom: string; among?: 'words' | 'text' | 'all' };

const kinds = [
  'match',
  'partOfSpeech',
  'words',
  'nesting',
  'position',
  'frequency',
  'wordLength',
  'previous',
  'labels',
] as const;

/** Keys that belong to a kind. */
const details = {
  context: 'partOfSpeech',
  depth: 'nesting',
  from: 'position',
  to: 'position',
  label: 'labels',
  column: 'labels',
} as const;

export const featureSchema = written
  .superRefine((each, { addIssue }) => {
    if (kinds.filter((kind) => each[kind] !== undefined).length !== 1) {
      addIssue(`must have exactly one of ${both(kinds)}`);
    }
    for (const key of ['context', 'depth', 'from', 'to', 'label', 'column'] as const) {
      if (each[key] !== undefined && each[details[key]] === undefined) {
        addIssue(`must have ${details[key]} when it has ${key}`);
      }
    }
    if (each.position !== undefined && each.from === undefined && each.to === undefined) {
      addIssue('must have from or to when it has position');
    }
  })
  .transform(({ among, ...each }): UnreadFeature => ({ ...kindOf(each), ...(among !== undefined && { among }) }));

function kindOf(each: Omit<z.output<typeof written>, 'among'>): UnreadFeature {
  const { name, match, partOfSpeech, context = true, words, nesting, depth = 1, position, from = 0, to = null } = each;
  if (match !== undefined) return { name, match };
  if (partOfSpeech !== undefined) return { name, partOfSpeech: [partOfSpeech].flat(), context };
  if (nesting !== undefined) return { name, nesting, depth };
  if (position !== undefined) return { name, position, from, to };
  if (each.frequency !== undefined) return { name, frequency: each.frequency };
  if (each.wordLength !== undefined) return { name, wordLength: each.wordLength };
  if (each.previous !== undefined) return { name, previous: each.previous };
  if (each.labels !== undefined) {
    const { labels, label, column = null } = each;
    return { name, labels, label: label === undefined ? null : [label].flat(), column };
  }
  if (typeof words !== 'string') return { name, words: words ?? [] };
  return words === 'stopwords' ? { name, words } : { name, wordsFrom: words };
}

/** Stands for all features of the catalogue. */
export const catalogueWord = 'catalogue';
export type CatalogueWord = typeof catalogueWord;

/** What the key `features` holds: a list of features, of which the catalogue may be one; or that word alone. */
export const featuresSchema = z
  .union(
    [
      z.literal(catalogueWord),
      z
        .array(z.union([z.literal(catalogueWord), featureSchema], { error: 'must be a feature or the word catalogue' }))
        .min(1),
    ],
    { error: 'must be a list, or the word catalogue' },
  )
  .transform((given) => [given].flat());

/** The feature of a manifest that names none. */
export const allTokens = { name: 'all tokens', match: '.+' } as const;
