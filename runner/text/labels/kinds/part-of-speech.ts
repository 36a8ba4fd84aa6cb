/** Features given by Penn Treebank tags. Pure. */
import { z } from 'zod';
import { either } from '../../../core/format.ts';
import { featureKind, tokenClause } from '../kind.ts';

const wordTags = [
  'CC',
  'CD',
  'DT',
  'EX',
  'FW',
  'IN',
  'JJ',
  'JJR',
  'JJS',
  'LS',
  'MD',
  'NN',
  'NNS',
  'NNP',
  'NNPS',
  'PDT',
  'POS',
  'PRP',
  'PRP$',
  'RB',
  'RBR',
  'RBS',
  'RP',
  'SYM',
  'TO',
  'UH',
  'VB',
  'VBD',
  'VBG',
  'VBN',
  'VBP',
  'VBZ',
  'WDT',
  'WP',
  'WP$',
  'WRB',
] as const;

/**
 * The Penn Treebank's part-of-speech tags, with its marks. Source: Marcus, Santorini & Marcinkiewicz 1993. Two more are
 * ours to tell apart what Penn's text does not hold: HYPH, a hyphen inside a word, and _SP, white space.
 */
export const pennTags = [
  ...wordTags,
  '.',
  ',',
  ':',
  '(',
  ')',
  '-LRB-',
  '-RRB-',
  '``',
  "''",
  '"',
  '$',
  '#',
  'HYPH',
  '_SP',
] as const;

const tag = z.enum(pennTags, { error: 'must be a Penn Treebank tag such as NN' });

const verbs = ['VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ'];
const adjectives = ['JJ', 'JJR', 'JJS'];
const adverbs = ['RB', 'RBR', 'RBS', 'WRB'];
const nouns = ['NN', 'NNS'];
const names = ['NNP', 'NNPS'];
const pronouns = ['PRP', 'PRP$', 'WP', 'WP$'];
const determiners = ['DT', 'PDT', 'WDT'];

/**
 * Penn's tags for those of Universal Dependencies and for the plain words. Source of the former: the conversion table
 * of universaldependencies.org/tagset-conversion/en-penn-uposf.html.
 */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ADJ: adjectives,
  ADP: ['IN', 'RP'],
  ADV: adverbs,
  AUX: ['MD', ...verbs],
  CCONJ: ['CC'],
  CONJ: ['CC'],
  DET: determiners,
  INTJ: ['UH'],
  NOUN: nouns,
  NUM: ['CD'],
  PART: ['RP', 'POS', 'TO'],
  PRON: pronouns,
  PROPN: names,
  PUNCT: ['.', ',', ':'],
  SCONJ: ['IN'],
  VERB: verbs,
  X: ['FW'],
  ADJECTIVE: adjectives,
  ADVERB: adverbs,
  CONJUNCTION: ['CC', 'IN'],
  DETERMINER: determiners,
  INTERJECTION: ['UH'],
  NAME: names,
  NUMBER: ['CD'],
  PREPOSITION: ['IN'],
  PRONOUN: pronouns,
  SPACE: ['_SP'],
};

/** What a word with a common tag is. Source: the tags' descriptions in Marcus, Santorini & Marcinkiewicz 1993. */
const tagWords: Readonly<Record<string, string>> = {
  CC: 'a coordinating conjunction',
  CD: 'a cardinal number',
  DT: 'a determiner',
  IN: 'a preposition or a subordinating conjunction',
  JJ: 'an adjective',
  JJR: 'a comparative adjective',
  JJS: 'a superlative adjective',
  MD: 'a modal verb',
  NN: 'a noun in the singular',
  NNS: 'a noun in the plural',
  NNP: 'a name in the singular',
  NNPS: 'a name in the plural',
  PRP: 'a personal pronoun',
  PRP$: 'a possessive pronoun',
  RB: 'an adverb',
  RBR: 'a comparative adverb',
  RBS: 'a superlative adverb',
  UH: 'an interjection',
  VB: 'a verb in the base form',
  VBD: 'a verb in the past tense',
  VBG: 'a gerund or a present participle',
  VBN: 'a past participle',
  VBP: 'a verb in the present tense, not of the third person singular',
  VBZ: 'a verb in the third person singular of the present tense',
};

const meaningOf = (tags: readonly string[]) => (tags.length === 1 ? tagWords[tags[0] ?? ''] : undefined);

export const partOfSpeech = featureKind({
  keys: {
    partOfSpeech: z
      .union([tag, z.array(tag).min(1)], { error: 'must be a Penn Treebank tag such as NN, or a list of them' })
      .describe('Penn Treebank tags: one, or a list'),
    context: z
      .boolean()
      .optional()
      .describe('With partOfSpeech. true: tag each word in its sentence; false: each token alone, as the thesis did'),
  },
  resolved: z.strictObject({ partOfSpeech: z.array(z.string()), context: z.boolean() }),
  parse: ({ partOfSpeech: tags, context = true }) => ({ partOfSpeech: [tags].flat(), context }),
  synonyms(value) {
    const upper = value.toUpperCase();
    return synonyms[upper] ?? synonyms[upper.replace(/S$/, '')] ?? [];
  },
  needs: 'tags',
  ofWords: true,
  mark({ partOfSpeech: tags, context }, tokens, { tag: tagger }) {
    const wanted = new Set(tags);
    return Uint8Array.from(tagger(tokens, { context }), (found) => Number(wanted.has(found)));
  },
  describe({ partOfSpeech: tags, context }, unit) {
    const tokens = unit === 'word' ? 'tokens' : 'characters of words';
    const meaning = meaningOf(tags);
    return `${tokens} tagged ${either(tags)}${meaning === undefined ? '' : ` (${meaning})`}, ${context ? 'in their sentence' : 'each alone, white space left out'}`;
  },
  says({ partOfSpeech: tags }, unit) {
    const word = meaningOf(tags);
    const clause =
      word === undefined
        ? tokenClause(unit === 'word' ? 'token' : 'word', `is tagged ${either(tags)}`)
        : tokenClause('word', `is ${word}`, word);
    return unit === 'word' ? clause : { ...clause, whether: clause.whether.replace('the', 'its') };
  },
  decidedByToken: ({ context }) => !context,
  // Marks and white space have tags too.
  referenceClass({ partOfSpeech: tags }) {
    if (tags.includes('_SP')) return 'all';
    return tags.every((each) => wordTags.some((known) => known === each)) ? 'words' : 'text';
  },
});
