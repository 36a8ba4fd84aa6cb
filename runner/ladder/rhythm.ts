/**
 * S: whether a neuron keeps a rhythm of its own, beyond the alternation of words, spaces and marks that any text has,
 * and beyond the waves that any signal with a short memory makes. Pure, float64.
 *
 * The trend and what the token classes explain (at the token and the eight before it) are taken out by least squares;
 * `hiddenFrequency` then asks whether one frequency stands out of the rest, and the p of all neurons are adjusted
 * together.
 * Sources: those of hidden-frequency.ts; Benjamini & Hochberg 1995.
 */

import { z } from 'zod';
import { at, item } from '../core/at.ts';
import type { Reason } from '../results/reasons-schema.ts';
import { type Rhythm, rhythmSchema } from '../results/shown-schema.ts';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { hiddenFrequency, largestOrder } from '../stats/hidden-frequency.ts';
import { fitted, orthonormalBasis, product, subtract } from '../stats/regression.ts';
import { amplitudeSpectrum, frequency } from '../stats/spectrum.ts';
import { finding } from './finding.ts';

export const rhythmCriteria = {
  q: 0.05,
  /** How far back a token's class may act. */
  classLags: 8,
  /** Of the autoregression that a signal is compared with. */
  order: largestOrder,
  /** Tokens after the first eight; fewer hold too little beside some thirty fitted numbers. */
  fewestTokens: 100,
  /** Tokens of the first segment that a rhythm is looked for in, at most. */
  longest: 1024,
} as const;
const { classLags, fewestTokens, longest } = rhythmCriteria;

/** S of every neuron of the array that is drawn, so that the strongest of many pays for having been chosen; only detected ones are kept. */
export const rhythms = finding({
  name: 'rhythms',
  title: 'looking for rhythms',
  published: 'evidence',
  criteria: rhythmCriteria,
  inputs: [],
  reads: ['recorded'],
  schema: z.array(rhythmSchema),
  async compute({ bench: { input }, readings }) {
    const { warmUp } = input.text.discovery;
    const { component, layer } = input.drawn ?? input.arrays[0];
    const { neurons, tokens, segment } = await readings.recorded({ component, layer }, longest);
    const read = Math.min(segment, longest);
    const all = rhythmsOf(
      neurons.map((values, neuron) => ({ neuron, signal: values.subarray(warmUp, read) })),
      classesOf(tokens.slice(warmUp, read)),
    );
    return all.filter(({ neuron }) => input.detected?.includes(neuron));
  },
});
/** A rest of this share of the signal's variance is rounding. */
const rounding = 1e-12;

interface Measured {
  order: number;
  g: number;
  p: number;
  frequency: number;
  explained: number;
  rawFrequency: number;
  controlFrequency: number;
  spectra: NonNullable<Rhythm['spectra']>;
}

/**
 * @param signals the neurons' activations over one stretch of text that was read without a reset, each [tokens].
 * @param classes [tokens] the class of each token, a small whole number.
 * @returns one for each signal, in order. An even number of tokens loses its first.
 * @throws RangeError when a signal's length is not that of the classes.
 */
export function rhythmsOf(
  signals: readonly { neuron: number; signal: ArrayLike<number> }[],
  classes: ArrayLike<number>,
): Rhythm[] {
  const tokens = oddTokens(classes.length - classLags);
  const untestable = (neuron: number, reason: Reason): Rhythm => ({
    neuron,
    status: 'not testable',
    reason,
    measured: null,
    spectra: null,
  });
  if (tokens < fewestTokens) {
    const needed = fewestTokens + classLags;
    return signals.map(({ neuron }) => untestable(neuron, { code: 'short text', found: classes.length, needed }));
  }
  const trend = orthonormalBasis(trendColumns(tokens));
  const columns = orthonormalBasis([...trendColumns(tokens), ...classColumns(classes, tokens)]);
  const found = signals.map(({ neuron, signal }) => {
    if (signal.length !== classes.length) {
      throw new RangeError(`rhythms: neuron ${neuron} needs ${classes.length} activations, got ${signal.length}`);
    }
    return measure(Float64Array.from(signal).subarray(-tokens), trend, columns);
  });
  const adjusted = benjaminiHochberg(found.flatMap((each) => ('code' in each ? [] : [each.p])));
  let next = 0;
  return signals.map(({ neuron }, index) => {
    const each = item(found, index);
    if ('code' in each) return untestable(neuron, each);
    const { spectra, ...numbers } = each;
    const q = adjusted[next++] ?? 1;
    const passed = q < rhythmCriteria.q;
    const reason = passed ? null : ({ code: 'no frequency stands out' } as const);
    return { neuron, status: passed ? 'passed' : 'failed', reason, measured: { tokens, q, ...numbers }, spectra };
  });
}

const oddTokens = (count: number): number => count - 1 + (count % 2);

/** The numbers, or why there are none. */
function measure(signal: Float64Array, trend: Float64Array[], columns: Float64Array[]): Measured | Reason {
  const detrended = subtract(signal, fitted(trend, signal));
  const size = product(detrended, detrended);
  if (!(size > rounding * product(signal, signal))) return { code: 'constant' };
  const residual = subtract(detrended, fitted(columns, detrended));
  const rest = product(residual, residual);
  if (!(rest > rounding * size)) return { code: 'explained by classes' };
  const control = subtract(detrended, residual);
  const { length } = signal;
  const explained = Math.max(0, 1 - rest / size);
  const hidden = hiddenFrequency(residual, (noise) => subtract(noise, fitted(columns, noise)));
  const spectra = {
    raw: amplitudeSpectrum(detrended),
    control: amplitudeSpectrum(control),
    residual: amplitudeSpectrum(residual),
  };
  return {
    ...hidden,
    explained,
    rawFrequency: frequency(largestAt(spectra.raw), length),
    controlFrequency: explained > rounding ? frequency(largestAt(spectra.control), length) : 0,
    spectra: {
      frequencies: Array.from(spectra.raw, (_, k) => rounded(frequency(k, length))),
      raw: Array.from(spectra.raw, rounded),
      control: Array.from(spectra.control, rounded),
      residual: Array.from(spectra.residual, rounded),
    },
  };
}

/** Four digits draw a figure. */
const rounded = (value: number): number => Number(value.toPrecision(4));

const largestAt = (values: Float64Array): number =>
  values.reduce((best, value, index) => (value > at(values, best) ? index : best), 0);

const trendColumns = (rows: number): Float64Array[] => [
  new Float64Array(rows).fill(1),
  Float64Array.from({ length: rows }, (_, row) => row - (rows - 1) / 2),
];

/** For each class but the first, and each lag, 1 where the token so far back is of that class, [rows] each. */
function classColumns(classes: ArrayLike<number>, rows: number): Float64Array[] {
  const [, ...others] = [...new Set(Array.from(classes))].sort((a, b) => a - b);
  const start = classes.length - rows;
  return others.flatMap((other) =>
    Array.from({ length: classLags + 1 }, (_, lag) =>
      Float64Array.from({ length: rows }, (__, row) => Number(classes[start + row - lag] === other)),
    ),
  );
}

export const tokenClasses = ['word', 'space', 'line break', 'other'] as const;
export type TokenClass = (typeof tokenClasses)[number];

const wordLike = /^[\p{L}\p{N}_]/u;
const white = /^\s+$/u;

/** The class of one token; '<unk>' stands for a word. */
export function tokenClass(token: string): TokenClass {
  if (token === '<unk>' || wordLike.test(token)) return 'word';
  if (token.includes('\n')) return 'line break';
  return white.test(token) ? 'space' : 'other';
}

/** The classes of tokens as numbers, indices of `tokenClasses`, [tokens]. */
export const classesOf = (tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(tokens, (token) => tokenClasses.indexOf(tokenClass(token)));
