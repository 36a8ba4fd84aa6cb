/**
 * Why something was not measured, or did not pass: a code with its numbers. `wording/reasons.ts` says each in a sentence.
 * Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite } from '../../core/numbers-schema.ts';

const reason = <Code extends string, Values extends z.ZodRawShape>(code: Code, values: Values) =>
  z.strictObject({ code: z.literal(code), ...values });

/** What is swapped: documents of a source, or segments of a document. */
const swapped = z.enum(['documents', 'segments']);
const shortage = { found: count, needed: count };

/** The text is too small for the feature, or the neuron too still (`stats/testable.ts`, `context.ts`). */
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
  reason('chance on other documents', {}),
  reason('untrained', {}),
  reason('untrained at the top', {}),
  reason('control labels', {}),
  reason('no more than the token', {}),
  reason('costs nothing', {}),
  reason('other states as well', {}),
  reason('harms', {}),
  reason('nothing together', { neurons: count }),
  reason('other than the label', {}),
  reason('rival', { feature: z.string(), label: finite, rival: finite }),
  reason('only with', { feature: z.string() }),
  reason('shifted', { tokens: z.int() }),
  reason('number behind', { says: z.string(), rival: finite }),
  reason('few seeds have one', { having: count, networks: count }),
  // It does not apply.
  reason('no state', {}),
  // It could not be tested.
  reason('no effect measured', {}),
  reason('no other mask', {}),
  reason('few documents with both', shortage),
  reason('nothing speaks for it', {}),
  reason('few seeds', shortage),
  // It was not run.
  reason('not yet', {}),
  reason('quick evidence', {}),
  reason('neuron not held', {}),
  reason('catalogue', {}),
  reason('not shown to be held out', {}),
  reason('no untrained network', {}),
  reason('not learned', {}),
  reason('not specific', {}),
  /** `trained`: the experiment trains its model; otherwise the checkpoint must be left out first. */
  reason('one seed', { seeds: count, trained: z.boolean() }),
  reason('trained elsewhere', {}),
  // Of a lag.
  reason('decided there', {}),
  reason('still there', {}),
]);

export type Reason = z.infer<typeof reasonSchema>;
export type ReasonCode = Reason['code'];
export type Untestable = z.infer<typeof untestableSchema>;
