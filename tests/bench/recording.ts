/** Tokens per second of reading held-out segments side by side with every gate and loss kept, beside PyTorch. */
import type { Outcome } from './outcome.ts';
import { tokensPerSecond } from './tokens-per-second.ts';
import type { Options } from './words.ts';

/** What is read in a step. */
export interface Reading {
  /** Segments, side by side. */
  streams: number;
  /** Tokens of each. */
  length: number;
}

const reading: Reading = { streams: 80, length: 64 };

export const bench = (options: Options): Promise<Outcome> =>
  tokensPerSecond(
    {
      name: 'recording',
      given: reading,
      tokens: reading.streams * reading.length,
      about: ({ name, architecture }) => ({ case: name, units: architecture.units }),
    },
    options,
  );
