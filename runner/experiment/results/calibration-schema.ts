/**
 * The shape of `public/calibration.json`, which `npm run calibrate` writes and the methods page reads: how often the
 * tests of the evidence were wrong, or right, on made-up experiments whose truth is known. Imports only zod.
 */
import { z } from 'zod';
import { share } from '../../core/numbers-schema.ts';

const interval = z.tuple([share, share]);

const rateSchema = z.strictObject({
  /** Share of the experiments in which it happened. */
  rate: share,
  /** Exact 95% interval of the rate (Clopper and Pearson 1934). */
  interval,
  /** Tests that were made: experiments that could be tested, twice where both halves were used in turn. */
  experiments: z.int().min(1),
  /** What the rate should lie in, both ends included; for a mutant, what it must be shown to lie outside of. */
  wanted: interval,
  /** Whether it is so. For a mutant: whether the calibration finds it out. */
  passed: z.boolean(),
});

/** By name of the made-up world (or mutant), then by what was measured. */
const ratesSchema = z.record(z.string(), z.record(z.string(), rateSchema));

export const calibrationSchema = z.strictObject({
  /** Of the experiments: those of several seeds are counted together. */
  seeds: z.array(z.int()).min(1),
  /** Of which version of the evidence the tests were; absent of those before the fifth. */
  tests: z.int().optional(),
  /** At most so many of each kind. */
  experiments: z.int().min(1),
  /** No neuron reacts to any feature: rates of false findings, and coverage of the interval. */
  nulls: ratesSchema,
  /** A reaction was planted: rates of finding it, and coverage of the interval. */
  plants: ratesSchema,
  /** The test, broken on purpose: rates of false findings. */
  mutants: ratesSchema,
  /** What each name stands for, in plain words: worlds, mutants and measures. */
  about: z.record(z.string(), z.string()),
});

export type Rate = z.infer<typeof rateSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
