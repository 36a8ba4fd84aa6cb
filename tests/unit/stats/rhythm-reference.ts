/** Rhythms of three signals by NumPy and SciPy (tests/fixtures/evidence/rhythm.py). */
import { readFileSync } from 'node:fs';

interface RhythmReference {
  /** [tokens] */
  classes: number[];
  signals: {
    name: string;
    signal: number[];
    /** What is left of the last `tokens` values when trend and classes are taken out. */
    residual: number[];
    tokens: number;
    order: number;
    /** Of the autoregression of the residual. */
    coefficients: number[];
    g: number;
    p: number;
    frequency: number;
    explained: number;
    rawFrequency: number;
    rawLargest: number;
  }[];
}

export const rhythmReference = JSON.parse(
  readFileSync(new URL('../../fixtures/evidence/rhythm.json', import.meta.url), 'utf8'),
) as RhythmReference;
