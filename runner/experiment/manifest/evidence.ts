/** What a manifest asks of the evidence: how much of each claim, and whether the features of the catalogue are tested too. */
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
