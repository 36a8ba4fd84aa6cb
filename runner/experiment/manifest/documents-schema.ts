/** The keys of a manifest that label whole documents. Imports zod. */
import { z } from 'zod';

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
