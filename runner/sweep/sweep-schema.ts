/** Every key of a sweep's file: its type, its default and what it is for. Imports zod and the executors' keys. */
import { z } from 'zod';
import { wholeNumber } from '../core/whole-number.ts';
import { executorShape } from './executors/settings.ts';

const positive = wholeNumber().min(1);

/** Numbers from a range. */
const rangeSchema = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    scale: z.enum(['linear', 'log']).default('linear').describe('log: every power of ten is as likely as another'),
    step: z.number().positive().optional().describe('Only from, from + step, from + 2 step ...'),
    integer: z.boolean().default(false).describe('Only whole numbers'),
  })
  .refine(({ from, to }) => from < to, { error: 'must begin below its end: from is the lower one' })
  .refine(({ scale, from }) => scale === 'linear' || from > 0, { error: 'must begin above 0 on a log scale' })
  .refine(({ scale, step }) => scale === 'linear' || step === undefined, {
    error: 'must not have a step on a log scale',
  })
  .refine(({ integer, from, to }) => !integer || (Number.isInteger(from) && Number.isInteger(to)), {
    error: 'must have whole ends where integer is true',
  })
  .refine(({ integer, step }) => !integer || step === undefined, {
    error: 'must have a step or integer: true, not both',
  });

export type SettingRange = z.output<typeof rangeSchema>;

const single = z.union([z.string(), z.number(), z.boolean()]);

/** Choices, a range, or one value for every trial. */
const parameterSchema = z.union([z.array(z.json()).min(1), single, rangeSchema], {
  error: 'must be a list of choices, a range as { from: 1e-4, to: 1e-2, scale: log }, or one value',
});

export const sweepSchema = z.strictObject({
  title: z.string().min(1).describe('Heading of the page'),
  description: z.string().nullable().default(null).describe('What was asked, in a sentence or two'),
  base: z.string().min(1).describe('The manifest whose settings are varied, relative to this file'),
  search: z.enum(['grid', 'random']).default('grid').describe('Every combination, or random ones'),
  trials: positive.max(10_000).optional().describe('How many, of a random search; every seed counts'),
  seed: wholeNumber().min(0).max(0xffff_ffff).default(0).describe('Fixes what a random search draws'),
  parameters: z.record(z.string(), parameterSchema).describe('Dotted keys of the manifest, with what to try for each'),
  halving: z
    .strictObject({
      epochs: z
        .array(positive)
        .min(2)
        .describe('Rungs: after so many epochs the worse trials are stopped; the last ends'),
      keep: z.number().gt(0).lt(1).describe('Share of the trials that goes on from each rung'),
    })
    .nullable()
    .default(null)
    .describe('Successive halving'),
  parallel: positive
    .max(1000)
    .optional()
    .describe('How many trials run at a time (1; on a cluster as many as it gives)'),
  ...executorShape,
});

export type SweepSettings = z.output<typeof sweepSchema>;
export type Parameter = z.output<typeof parameterSchema>;

export const isRange = (parameter: Parameter): parameter is SettingRange =>
  typeof parameter === 'object' && !Array.isArray(parameter);
