/**
 * What neurons tell of labels that whole documents have. Areas are those of documents: the chance that one with the label has the
 * higher mean activation, of numbers (1 + rank correlation) / 2. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from '../../core/numbers-schema.ts';
import { arrayFacts } from './claim-schema.ts';

/** How far a claim got: lowest first. `words`: the tokens of the documents tell as much. */
export const documentLevels = ['not confirmed', 'not compared', 'untrained too', 'words', 'knows'] as const;

export const documentsUntestableSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(['few labelled documents', 'few documents of a kind']), found: count, needed: count }),
  z.strictObject({ code: z.literal('label of the source') }),
  z.strictObject({ code: z.literal('few documents') }),
]);

const documentClaimSchema = z.strictObject({
  neuron: count,
  ...arrayFacts,
  /** 1: the mean is higher in documents with the label, or with larger numbers. Taken from the discovery half. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** On the half that chose it: the p is that of the largest |z| among all neurons and labels. */
  discovery: z.strictObject({ area: finite, z: finite, adjustedP: share }),
  /** On other documents; the p is one-sided, for all claims together. */
  area: finite,
  interval,
  adjustedP: share,
  /** Effects (distances from .5, in the claimed direction) of the best neurons of networks that never learnt; null: none was read. */
  learned: z.strictObject({ best: z.array(finite), limit: finite, adjustedP: share }).nullable(),
  /** The same area of what the neuron adds to what each token says anyway (less the mean of its token type). */
  beyond: z.strictObject({ area: finite, adjustedP: share }),
  level: z.enum(documentLevels),
});

export const documentLabelSchema = z.strictObject({
  name: z.string(),
  /** After 'knows whether', of a number after 'knows'. */
  says: z.string(),
  number: z.boolean(),
  /** Labelled documents that take part, by half, and how many of them have the label (0 of a number). */
  documents: z.strictObject({ discovery: count, confirmation: count }),
  labelled: z.strictObject({ discovery: count, confirmation: count }),
  untestable: documentsUntestableSchema.nullable(),
  /** The best first. */
  claims: z.array(documentClaimSchema),
  /** Of the first claim, on confirmation: each document's label and mean activation. */
  points: z.array(z.tuple([finite, finite])),
});

export type DocumentLabel = z.infer<typeof documentLabelSchema>;
export type DocumentClaim = z.infer<typeof documentClaimSchema>;
