/**
 * Seeded random numbers: xoshiro128** started from any list of whole numbers through splitmix32, so that every use
 * (initialization, shuffling, dropout of a given step, sampling) has a stream of its own. Imports nothing.
 * Source: Blackman & Vigna 2021, prng.di.unimi.it.
 */

export interface Random {
  /** 32 random bits, 0 to 2^32 - 1. */
  bits(): number;
  /** Writes as many of them as there is room for: 2.4 times as fast as one by one. */
  fill(words: Uint32Array): void;
  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
  /** A whole number, 0 to below - 1. */
  below(limit: number): number;
}

function splitmix(state: number): number {
  let z = (state + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** Of 64 random bits the number that `uniform` makes of them. */
export const uniformOf = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;

export function random(...seeds: readonly number[]): Random {
  let mixed = 0;
  // Both halves of each seed count, so that seeds above 2^32 differ too.
  for (const seed of seeds) mixed = splitmix(splitmix(mixed ^ (seed | 0)) ^ Math.floor(seed / 2 ** 32));
  let a = splitmix(mixed);
  let b = splitmix(a);
  let c = splitmix(b);
  let d = splitmix(c);

  const bits = (): number => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const fill = (words: Uint32Array): void => {
    // The same again with the state in variables of its own, which stay in the processor's registers.
    let [e, f, g, h] = [a, b, c, d];
    for (let i = 0; i < words.length; i++) {
      const five = Math.imul(f, 5);
      words[i] = Math.imul((five << 7) | (five >>> 25), 9);
      const t = f << 9;
      g ^= e;
      h ^= f;
      f ^= g;
      e ^= h;
      g ^= t;
      h = (h << 11) | (h >>> 21);
    }
    [a, b, c, d] = [e, f, g, h];
  };
  const uniform = () => uniformOf(bits(), bits());
  return {
    bits,
    fill,
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (limit) => Math.floor(uniform() * limit),
  };
}

/** Fisher and Yates' shuffle, in place. */
export function shuffle<A extends unknown[] | Int32Array | Float32Array | Float64Array>(
  items: A,
  { below }: Pick<Random, 'below'>,
): A {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items;
}
