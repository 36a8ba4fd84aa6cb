/** Sampled tokens per second with every gate recorded, beside PyTorch reading one token at a time. */
import type { Outcome } from './outcome.ts';
import { tokensPerSecond } from './tokens-per-second.ts';
import type { Options } from './words.ts';

export const bench = (options: Options): Promise<Outcome> =>
  tokensPerSecond(
    { name: 'sampling', tokens: 1, about: ({ name }) => ({ case: name, engine: 'onnx', device: 'cpu' }) },
    options,
  );
