/**
 * The optimizers a manifest can ask for: those of runner/training/optimizers, each with its own keys, and the keys that
 * all have.
 */
import { z } from 'zod';
import { wholeNumber } from '../../core/whole-number.ts';
import { either } from '../../core/words.ts';
import type { OptimizerKind } from '../../training/optimizers/optimizer.ts';
import { type OptimizerName, optimizerNames, optimizers } from '../../training/optimizers/optimizers.ts';

const common = (learningRate: number) => ({
  learningRate: z.number().positive().default(learningRate).describe('The highest learning rate of the schedule'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('linear')
    .describe('How the learning rate falls to the end of training'),
  warmUp: wholeNumber().min(0).default(100).describe('Steps in which the learning rate rises from 0'),
});

/** Keys without a name belong to this one. */
const nameless = 'adam';

const nameSchema = (name: string) =>
  name === nameless
    ? z
        .literal(nameless)
        .optional()
        .transform(() => nameless)
    : z.literal(name);

const schemaOf = (kind: OptimizerKind) =>
  z.strictObject({ name: nameSchema(kind.name), ...common(kind.learningRate), ...kind.keys });

/** What `schemaOf` makes of one kind, as the compiler cannot see it through the registry. */
type SchemaOf<Kind> =
  Kind extends OptimizerKind<infer Name, infer Keys>
    ? z.ZodObject<{ name: z.ZodLiteral<Name> } & ReturnType<typeof common> & Keys, z.core.$strict>
    : never;
type Schema = SchemaOf<(typeof optimizers)[OptimizerName]>;

const full = z.discriminatedUnion(
  'name',
  optimizerNames.map((name) => schemaOf(optimizers[name])) as unknown as [Schema, ...Schema[]],
);

/** A name alone, or a name with its keys; keys without a name belong to adam. */
export const optimizerSchema = z
  .union([z.enum(optimizerNames), full], { error: `must be ${either(optimizerNames)}, or its name and keys` })
  .transform((given) => (typeof given === 'string' ? full.parse({ name: given }) : given))
  .prefault(nameless)
  .describe(`${either(optimizerNames)}: a name, or { name, learningRate, schedule, warmUp, ... }`);

export type ManifestOptimizer = z.output<typeof full>;
