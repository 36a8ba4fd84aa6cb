/** The keys of a manifest that say which text is read: the corpus, and what of it is observed. Imports zod and the formats. */
import { z } from 'zod';
import { allUnits, naturalSegments, tokenizedTexts } from '../core/cut.ts';
import { either } from '../core/format.ts';
import { wholeNumber } from '../core/whole-number.ts';
import { isEncoding, xmlPath } from '../io/formats/texts/text-options.ts';
import { documentKinds } from './documents.ts';

const path = z.string().min(1);
const positive = wholeNumber().min(1);
/** Each shown token is an element of the page, in every component. */
const largestShown = 4000;
/** As many as the thesis showed. */
const usuallyShown = 406;
/**
 * The share of a text's tokens that a loaded model may not know. Of a model's own corpus it is 1 to 5%; a model that reads
 * spaces as unknown lacks 40 to 50%.
 */
export const usualUnknown = 0.25;

export const corpusSchema = z.strictObject({
  source: z
    .union([path, z.array(path).min(1)], { error: 'must be a name, a path or a list of them' })
    .default('stories')
    .transform((given) => [given].flat())
    .describe('stories, alice, counter, brackets, quoted or agreement; a path or a pattern of paths; or a list'),
  encoding: z
    .string()
    .refine(isEncoding, { error: 'must be an encoding such as utf-8, utf-16le or windows-1252' })
    .optional()
    .describe('Encoding of the texts; left out: detected from the bytes'),
  path: z
    .string()
    .regex(xmlPath, { error: 'must be a path of elements such as //content or //p/text()' })
    .optional()
    .describe('Of XML: the elements that are the documents; left out: //content/text()'),
  column: z
    .union([path, positive], { error: "must be a column's name, or its number from 1" })
    .optional()
    .describe('Of CSV, TSV and JSON lines: the column with the text; left out: text'),
  lines: z
    .enum(['kept', 'joined'])
    .optional()
    .describe(
      'Of files, those of observe.source too. joined: the lines of a paragraph, which a blank line ends, become one, as wrapped text needs; left out: kept',
    ),
  unit: z
    .enum(allUnits)
    .default('word')
    .describe('What one token is; subword: a piece of a word, as the tokenizer of the model that is loaded cuts it'),
  tokens: z
    .enum(tokenizedTexts)
    .optional()
    .describe(
      'whitespace: the text is tokenized already, with white space between its tokens, as PTB and WikiText are; left out: words, spaces and marks are tokens',
    ),
  minimumCount: positive.default(10).describe('Rarer tokens become <unk>'),
  documentLength: wholeNumber()
    .min(64)
    .optional()
    .describe(
      'Where a running text is cut into documents, whole lines each: tokens of one at least; left out: 512. A short text has more documents to test on with 256 or 128',
    ),
  documents: z
    .enum(documentKinds)
    .optional()
    .describe(
      'Of files. definitions: files of a program are cut where a line begins in the first column, into documents of documentLength tokens at least, so that one or a few files can be tested on; left out: each file of a folder is one document',
    ),
  proportion: z.number().gt(0).max(1).default(1).describe('Share of the training documents that is used'),
  heldOut: z.number().min(0).lt(1).default(0.05).describe('Share of the documents that is never trained on'),
  validation: z.number().min(0).lt(1).default(0.02).describe('Share of the documents that training is checked on'),
});

export const observeSchema = z.strictObject({
  source: path.default('held-out').describe('held-out, or the path of a text'),
  heldOut: z
    .boolean()
    .optional()
    .describe(
      'true: you declare that the model was never trained on this text, where no record of its training says so',
    ),
  longest: positive
    .optional()
    .describe(
      'Of a language that the program writes, as observe.source: what its lines have at most (see docs/texts.md), to look beyond the lengths that were trained on; left out: as in the texts for training',
    ),
  unknown: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Of a model that is loaded: the largest share of the tokens that may be unknown to it; left out: 0.25. With 1 any text is read',
    ),
  documents: positive.default(128).describe('How many held-out documents are read, at most'),
  tokens: positive
    .default(65536)
    .describe(
      'How many tokens are read in all, at most: each document gives the same number of segments, as many as make them. With segment: none whole documents are read',
    ),
  segment: z
    .union([z.enum(['none', ...naturalSegments]), wholeNumber().min(2)], {
      error: `must be a whole number from 2, ${either(['none', ...naturalSegments])}`,
    })
    .default(256)
    .describe(
      'Tokens read from the zero state at a time, in segments spread over each document; sentence, line, paragraph or document: a segment begins where one does, and has as many of its tokens as most have; none: the whole text as one stream',
    ),
  before: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A text that is read first, before every segment, and neither counted nor shown: some sentences, or the token that a training text began with; left out: segments begin in the zero state',
    ),
  warmUp: wholeNumber()
    .min(0)
    .default(32)
    .describe(
      'Of segments of so many tokens: those at the start of each that are not counted; where segments begin with a sentence, line, paragraph or document all are',
    ),
  shown: positive
    .max(largestShown)
    .optional()
    .describe('How many of the tokens are shown on the page; left out: 406; of characters 800 make a passage'),
});

export type CorpusSettings = z.output<typeof corpusSchema>;
export type Lines = NonNullable<CorpusSettings['lines']>;
export type ObserveSettings = z.output<typeof observeSchema>;

/** How many of the observed tokens a page shows, at most. */
export const shownTokens = ({ observe }: { observe: ObserveSettings }): number => observe.shown ?? usuallyShown;
