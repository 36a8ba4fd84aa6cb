/**
 * The text that a model writes after every epoch of its training, with the activations of the recorded component: one file
 * a epoch in the run's folder while it trains, and all of them beside the result when it has. Imports zod and the cells.
 *
 * `evolution/<epoch>.bin` in the run; `evolution.json` and `evolution.i8`, the
 * activations of all epochs' tokens one after the other, beside the result.
 */
import { z } from 'zod';
import { count } from '../../core/numbers-schema.ts';
import { cellNames } from '../../nn/models/cells/cells.ts';
import { componentNames } from '../../nn/models/networks.ts';

const writtenTextSchema = z.strictObject({
  /** 0: the untrained model. */
  epoch: count,
  /** Nats a token. */
  validationLoss: z.number(),
  /** How many tokens were given, and the first of these; absent: the text's first. */
  promptLength: count,
  promptStart: count.optional(),
  tokens: z.array(z.string()),
});

/** One epoch, in the run's folder. */
export const evolutionStepSchema = writtenTextSchema.extend({
  unit: z.enum(['word', 'character', 'byte', 'subword']),
  tokenized: z.enum(['whitespace']).optional(),
  /** Absent in runs of before there were many. */
  cell: z.enum(cellNames).optional(),
  component: z.enum(componentNames),
  layer: z.int().min(1),
  neurons: z.int().min(1),
  /** The neuron that stands out in this text: by hand, or by its relevance for the first feature; null where none does. */
  leading: count.nullable(),
  /** What the manifest asked of its texts. */
  sample: z.strictObject({ prompt: z.string().nullable(), length: count, temperature: z.number() }).optional(),
});

/** As it is kept, with what the text activates. */
export const keptStepSchema = evolutionStepSchema.extend({
  activations: z.strictObject({
    neurons: count,
    tokens: count,
    scale: z.instanceof(Float32Array),
    value: z.instanceof(Int8Array),
  }),
});

export const evolutionSchema = z.strictObject({ epochs: z.array(writtenTextSchema).min(1) });

export const evolutionFilesSchema = z.strictObject({
  path: z.literal('evolution.json'),
  bytes: count,
  epochs: z.int().min(1),
  /** Null where the component that is published was not recorded while the model was trained. */
  activations: z.strictObject({ path: z.literal('evolution.i8'), bytes: count }).nullable(),
});

export type WrittenText = z.infer<typeof writtenTextSchema>;
export type EvolutionStep = z.infer<typeof evolutionStepSchema>;
export type KeptStep = z.infer<typeof keptStepSchema>;
export type Evolution = z.infer<typeof evolutionSchema>;
