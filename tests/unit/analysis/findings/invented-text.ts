/** Small texts with planted neurons, for the tests of evidence. Nothing is fixed but the seed. */

import type { TestedText } from '../../../../runner/analysis/stats/tested-text.ts';
import { type Random, random } from '../../../../runner/core/random.ts';

export interface InventedText {
  text: TestedText;
  /** [tokens] Whether the token is inside quotes; types know nothing of it. */
  inside: Uint8Array;
  random: Random;
}

/** Documents of one segment in four sources. Even places are spaces (type 0), odd ones words, rarer the higher. */
export function inventText(seed: number, documents = 40, length = 120, vocabulary = 60): InventedText {
  const source = random(seed);
  const tokens = documents * length;
  const types = Int32Array.from({ length: tokens }, (_, t) =>
    t % 2 === 0 ? 0 : 1 + Math.floor(source.uniform() ** 1.5 * (vocabulary - 1)),
  );
  const inside = new Uint8Array(tokens);
  for (let t = 0; t < tokens; t++) {
    const before = t % length === 0 ? Number(source.uniform() < 0.3) : (inside[t - 1] as number);
    inside[t] = source.uniform() < (before === 1 ? 0.1 : 0.05) ? 1 - before : before;
  }
  const sources = Int32Array.from({ length: documents }, (_, document) => document % 4);
  return { text: { length, segments: 1, sources, types }, inside, random: source };
}

/** Noise [tokens] with a memory: each value keeps .8 of the last. */
export function noise({ normal }: Random, tokens: number): Float32Array {
  const values = new Float32Array(tokens);
  for (let t = 0; t < tokens; t++) values[t] = 0.8 * (values[t - 1] ?? 0) + 0.6 * normal();
  return values;
}

/** `size` times the mask, plus noise. */
export const following = (mask: ArrayLike<number>, size: number, source: Random): Float32Array =>
  noise(source, mask.length).map((value, t) => value + size * (mask[t] as number));
