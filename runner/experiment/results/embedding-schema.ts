/** What a result says of the model's token vectors. Imports zod. */
import { z } from 'zod';
import { count } from '../../core/numbers-schema.ts';

/** Words in the figure unless set: as many as a page can label. */
export const shownWords = 200;

export const embeddingSchema = z.strictObject({
  /** Where they started: 'random', 'word2vec', or the file that the manifest names; null: the model came trained. */
  from: z.string().nullable(),
  /** Of a file: 'GloVe text' and the like. */
  format: z.string().nullable(),
  /** True where those of the file were learned further on the training text before the model was trained. */
  further: z.literal(true).optional(),
  /** Whether training moved them; null: the model came trained. */
  trainable: z.boolean().nullable(),
  /** How many words the file holds; null without a file. */
  words: count.nullable(),
  /** Tokens of the vocabulary that started from the file's vector; of them, those found in lower case only. */
  found: count.nullable(),
  lowerCased: count.nullable(),
  /** Tokens that started from a random vector, for the file has none. */
  missing: count.nullable(),
  /** The most frequent words on the first two principal components of their vectors; null when there are too few. */
  projection: z
    .strictObject({
      points: z.array(z.strictObject({ word: z.string(), count, x: z.number(), y: z.number() })),
      /** Share of these vectors' variance along x and along y. */
      explained: z.tuple([z.number(), z.number()]),
    })
    .nullable(),
  /** Frequent content words, each with those whose vectors are nearest by cosine among all words. */
  neighbours: z.array(
    z.strictObject({
      word: z.string(),
      count,
      nearest: z.array(z.strictObject({ word: z.string(), cosine: z.number().min(-1).max(1) })),
    }),
  ),
});

export type EmbeddingResult = z.infer<typeof embeddingSchema>;
