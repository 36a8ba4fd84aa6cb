/**
 * Parts of a manifest with rules of their own: what is asked of the evidence, labels of whole documents, and neurons chosen by hand: numbers from 0
 * and ranges with both ends, `[17-19, 44]`.
 */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';

const levels = ['full', 'quick'] as const;

export const evidenceSettings = z.union(
  [
    z.enum([...levels, 'none']),
    z.strictObject({
      level: z.enum(levels).default('full').describe("As evidence: full or quick, of the experiment's own features"),
      catalogue: wholeNumber()
        .min(0)
        .max(20)
        .default(0)
        .describe(
          "How many neurons are tested of each feature of the catalogue that is not among the experiment's own, without holding any: the best on the discovery half",
        ),
    }),
  ],
  { error: 'must be full, quick or none, or { level, catalogue }' },
);
type Asked = z.output<typeof evidenceSettings>;

export const evidenceLevel = (asked: Asked): (typeof levels)[number] | 'none' =>
  typeof asked === 'string' ? asked : asked.level;

/** Neurons tested of each feature of the catalogue; 0: none. */
export const catalogueCount = (asked: Asked): number => (typeof asked === 'string' ? 0 : asked.catalogue);

const word = z.string().min(1);

export const documentLabelSettings = z.strictObject({
  name: word.describe('What the label is called on the page'),
  labels: word.describe('File of labels, JSON lines with one value a document'),
  label: z
    .union([word, z.array(word).min(1)])
    .transform((given) => [given].flat())
    .nullable()
    .default(null)
    .describe('The labels that count; left out: they are numbers, or true and false'),
  says: word
    .optional()
    .describe("How a claim's sentence goes on after 'knows whether': the story is a comedy; of a number after 'knows'"),
});

/** More units than any model here can have; keeps a mistyped range from filling the memory. */
const highestNeuron = 99_999;
const rangePattern = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/;
const explanation = 'must be neuron numbers from 0 or ranges like 17-19';

const neuron = wholeNumber().min(0).max(highestNeuron);
const range = z
  .string()
  .regex(rangePattern, { error: explanation })
  .refine((text) => bounds(text).first <= bounds(text).last, { error: 'must be a range from the lower to the higher' });
const item = z.union([neuron, range], { error: explanation });
const listSchema = z.union([item, z.array(item).min(1)], { error: explanation }).transform(numbers);

/** A list for all figures, or one for each; `text` is the highlighted text. */
export const neuronsSchema = z
  .union(
    [
      listSchema,
      z.strictObject({ text: listSchema.optional(), heatmap: listSchema.optional(), fourier: listSchema.optional() }),
    ],
    { error: `${explanation}, or such lists under text, heatmap and fourier` },
  )
  .nullable()
  .default(null)
  .transform(perFigure)
  .describe('Neurons to show, with detect.by none: [17-19, 44], or { text: [...], heatmap: [...], fourier: [...] }');

export type Neurons = { text: number[]; heatmap: number[]; fourier: number[] };

function bounds(text: string): { first: number; last: number } {
  const [, first, last] = rangePattern.exec(text) ?? [];
  return { first: Number(first), last: Number(last ?? first) };
}

function numbers(given: number | string | (number | string)[]): number[] {
  const all = [given].flat().flatMap((each) => {
    if (typeof each === 'number') return [each];
    const { first, last } = bounds(each);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return ascending(all);
}

/** A figure without its own list shows the neurons of all the others. */
function perFigure(given: number[] | Partial<Neurons> | null): Neurons | null {
  if (given === null) return null;
  const lists = Array.isArray(given) ? { text: given } : given;
  const union = ascending(Object.values(lists).flat());
  return { text: lists.text ?? union, heatmap: lists.heatmap ?? union, fourier: lists.fourier ?? union };
}

const ascending = (list: number[]): number[] => [...new Set(list)].sort((a, b) => a - b);
