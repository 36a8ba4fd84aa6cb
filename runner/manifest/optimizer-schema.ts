/**
 * The optimizers a manifest can ask for, each with its own keys and PyTorch's defaults for them. Imports only zod.
 * Learning rates: the project's 2e-3 for adam, PyTorch's for the others, but for sgd, where PyTorch's 1e-3 hardly
 * moves a recurrent network.
 */
import { z } from 'zod';
import { wholeNumber } from '../core/whole-number.ts';

const common = (learningRate: number) => ({
  learningRate: z.number().positive().default(learningRate).describe('The highest learning rate of the schedule'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('linear')
    .describe('How the learning rate falls to the end of training'),
  warmUp: wholeNumber().min(0).default(100).describe('Steps in which the learning rate rises from 0'),
});
const decay = (standard: number) => z.number().min(0).lt(1).default(standard);
const epsilon = (standard: number) => z.number().positive().default(standard).describe('Keeps divisions from 0');

const optimizers = [
  z.strictObject({
    name: z.literal('sgd'),
    ...common(0.1),
    momentum: decay(0).describe('Share of the last step that is kept'),
  }),
  z.strictObject({
    name: z
      .literal('adam')
      .optional()
      .transform(() => 'adam' as const),
    ...common(2e-3),
    beta1: decay(0.9).describe('Decay of the mean gradient'),
    beta2: decay(0.999).describe('Decay of the mean squared gradient'),
    epsilon: epsilon(1e-8),
  }),
  z.strictObject({
    name: z.literal('rmsprop'),
    ...common(1e-2),
    alpha: decay(0.9).describe('Decay of the mean squared gradient'),
    epsilon: epsilon(1e-8),
  }),
  z.strictObject({ name: z.literal('adagrad'), ...common(1e-2), epsilon: epsilon(1e-10) }),
  z.strictObject({
    name: z.literal('adadelta'),
    ...common(1),
    rho: decay(0.95).describe('Decay of both averages'),
    epsilon: epsilon(1e-6),
  }),
] as const;

const names = z.enum(['sgd', 'adam', 'rmsprop', 'adagrad', 'adadelta']);
const full = z.discriminatedUnion('name', optimizers);

/** A name alone, or a name with its keys; keys without a name belong to adam. */
export const optimizerSchema = z
  .union([names, full], { error: 'must be sgd, adam, rmsprop, adagrad or adadelta, or its name and keys' })
  .transform((given) => (typeof given === 'string' ? full.parse({ name: given }) : given))
  .prefault('adam')
  .describe('sgd, adam, rmsprop, adagrad or adadelta: a name, or { name, learningRate, schedule, warmUp, ... }');

export type Optimizer = z.output<typeof full>;
