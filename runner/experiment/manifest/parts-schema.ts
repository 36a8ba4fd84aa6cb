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
const neuron = wholeNumber().min(0).max(99_999);
const explanation = 'must be neuron numbers from 0 or ranges like 17-19';
const boundsOf = (text: string) => text.split('-').map(Number) as [first: number, last?: number];
const rises = ([first, last = first]: [first: number, last?: number]): boolean => first <= last;
const range = z
  .string()
  .regex(/^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/, { error: explanation })
  .refine((text) => rises(boundsOf(text)), { error: 'must be a range from the lower to the higher' });
const item = z.union([neuron, range], { error: explanation });
const list = z
  .union([item, z.array(item).min(1)], { error: explanation })
  .transform((given) => ascending([given].flat().flatMap(numbersIn)));

function numbersIn(item: number | string): number[] {
  const [first, last = first] = boundsOf(String(item));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A list for all figures, or one for each; `text` is the highlighted text. */
export const neuronsSchema = z
  .union([list, z.strictObject({ text: list.optional(), heatmap: list.optional(), fourier: list.optional() })], {
    error: `${explanation}, or such lists under text, heatmap and fourier`,
  })
  .nullable()
  .default(null)
  .transform((given) => {
    if (given === null) return null;
    const lists = Array.isArray(given) ? { text: given } : given;
    // A figure without its own list shows the neurons of all the others.
    const all = ascending(Object.values(lists).flat());
    return { text: all, heatmap: all, fourier: all, ...lists };
  })
  .describe('Neurons to show, with detect.by none: [17-19, 44], or { text: [...], heatmap: [...], fourier: [...] }');

const ascending = (list: number[]): number[] => [...new Set(list)].sort((a, b) => a - b);
