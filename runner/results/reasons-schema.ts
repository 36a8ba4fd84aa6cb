/**
 * Why something was not measured, or did not pass: a code with its numbers. `words/reasons.ts` says each in a sentence.
 * Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite } from './numbers-schema.ts';

const reason = <Code extends string, Values extends z.ZodRawShape>(code: Code, values: Values) =>
  z.strictObject({ code: z.literal(code), ...values });

/** What is swapped: documents of a source, or segments of a document. */
const swapped = z.enum(['documents', 'segments']);
const shortage = { found: count, needed: count };

/** The text is too small for the feature, or the neuron too still (`stats/testable.ts`, `ladder/context.ts`). */
const untestable = [
  reason('few to swap', { swapped, ...shortage }),
  reason('few in a group', { swapped, possible: finite, needed: finite }),
  reason('few carriers', shortage),
  reason('few without', shortage),
  reason('carried by few', { swapped, ...shortage }),
  reason('same places', { swapped }),
  reason('one number', {}),
  reason('few other numbers', shortage),
  reason('varies in few', { swapped, ...shortage }),
  reason('few equal tokens', { occurrences: count, carriers: count, others: count, needed: count }),
  reason('few equal tokens with numbers', { occurrences: count, ...shortage }),
  reason('never changes', {}),
] as const;

export const untestableSchema = z.discriminatedUnion('code', untestable);

export const reasonSchema = z.discriminatedUnion('code', [
  ...untestable,
  reason('on discovery', { why: untestableSchema }),
  // A rung failed.
  reason('no effect', {}),
  reason('other direction', { before: z.union([z.literal(1), z.literal(-1)]) }),
  reason('chance', { tests: count }),
  reason('chance on other documents', {}),
  reason('untrained', {}),
  reason('untrained at the top', {}),
  reason('control labels', {}),
  reason('no more than the token', {}),
  reason('other direction among equal tokens', {}),
  reason('chance among equal tokens', {}),
  reason('other states as well', {}),
  reason('other than the label', {}),
  reason('rival', { feature: z.string() }),
  reason('shifted', { tokens: z.int() }),
  reason('few seeds have one', { having: count, networks: count }),
  reason('others cost as much', { others: count, neurons: count }),
  // It does not apply.
  reason('decided by the token', {}),
  reason('no state', {}),
  // It could not be tested.
  reason('no effect measured', {}),
  reason('no other mask', {}),
  reason('few documents with both', shortage),
  reason('few disagree', { tokens: count, documents: count }),
  reason('undecided', {}),
  reason('says another', { share: z.number().min(0).max(1) }),
  reason('few seeds', shortage),
  reason('few alike', shortage),
  // It was not run.
  reason('not yet', {}),
  reason('quick evidence', {}),
  reason('catalogue', {}),
  reason('not shown to be held out', {}),
  reason('no untrained network', {}),
  reason('not learned', {}),
  reason('not used', {}),
  /** `trained`: the experiment trains its model; otherwise the checkpoint must be left out first. */
  reason('one seed', { seeds: count, trained: z.boolean() }),
  reason('trained elsewhere', {}),
  // Of a lag.
  reason('decided there', {}),
  reason('still there', {}),
  // Of a rhythm.
  reason('short text', shortage),
  reason('constant', {}),
  reason('explained by classes', {}),
  reason('no frequency stands out', {}),
]);

export type Reason = z.infer<typeof reasonSchema>;
export type ReasonCode = Reason['code'];
export type Untestable = z.infer<typeof untestableSchema>;

/** The network uses it; whether it is this or something that goes with it cannot be told. */
export const isUndecided = (reason: { code: string } | null): boolean =>
  reason?.code === 'undecided' || reason?.code === 'says another';
