/** The keys of a manifest that name pairs. Imports zod. */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import { comparisons } from './formats/format.ts';

const name = z.string().min(1);

const holdSchema = z.strictObject({
  neurons: z
    .union([wholeNumber().min(0), z.array(wholeNumber().min(0)).min(1)], {
      error: 'must be the number of a neuron, or a list of them',
    })
    .transform((given) => [given].flat())
    .describe('The neurons that are held at once, of the component and layer of record'),
  at: z
    .union([z.literal('mean'), z.number()], { error: 'must be a number, or mean' })
    .default('mean')
    .describe('At which value; mean: that over the texts of the pairs'),
});

export const pairSettingsSchema = z.strictObject({
  name: name.describe('What the set is called on the page'),
  source: name.describe(
    'The file with the pairs, its path relative to the manifest; or agreement, the pairs of that language',
  ),
  by: z
    .union([name, z.array(name)], { error: 'must be the name of a column, or a list of them' })
    .transform((given) => [given].flat())
    .optional()
    .describe('Columns whose values make the conditions; left out: all that have no meaning of their own'),
  mark: name.optional().describe('The condition in which twins differ'),
  across: name
    .optional()
    .describe(
      'The column by whose values neurons are told beside the network as it is: the number of nouns that mislead; left out: the conditions beside the mark',
    ),
  depth: name
    .optional()
    .describe(
      'The column with a number for each word of the text, such as how deep in its sentence it stands: what the layer tells of it beyond its place and the word itself',
    ),
  cluster: name
    .optional()
    .describe('The column whose equal values are drawn together for intervals; left out: twins are'),
  before: name
    .optional()
    .describe('A text that is read first, before each text; left out: each begins in the zero state'),
  unknown: z
    .enum(['error', 'skip'])
    .default('error')
    .describe('Of pairs of which the model lacks a word. skip: they are left out, and counted'),
  compare: z
    .enum(comparisons)
    .default('sentence')
    .describe(
      'Of sentences in .text, .gold and .eval. sentence: by the sums of whole sentences; word: at the word alone',
    ),
  scan: z.boolean().default(false).describe('true: every neuron is held, to find those that the preference hangs on'),
  hold: z.array(holdSchema).default([]).describe('Neurons that are held beside those that are claimed'),
});

export type PairSettings = z.output<typeof pairSettingsSchema>;
