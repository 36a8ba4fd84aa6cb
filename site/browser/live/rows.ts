/**
 * The loops in which reading a token spends its time, beside the product: [n] in single precision, indexed plainly (tsconfig.numeric.json).
 * Each is written out, for a loop that calls a function given to it takes twice to three times as long. Pure.
 */

function ofOneLength(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`live: rows of ${a.length} and ${b.length} numbers do not fit`);
  return a.length;
}

export function sums(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(ofOneLength(a, b));
  for (let i = 0; i < result.length; i++) result[i] = a[i] + b[i];
  return result;
}

export function products(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(ofOneLength(a, b));
  for (let i = 0; i < result.length; i++) result[i] = a[i] * b[i];
  return result;
}

export function sigmoids(x: Float32Array): Float32Array {
  const result = new Float32Array(x.length);
  for (let i = 0; i < result.length; i++) result[i] = 1 / (1 + Math.exp(-x[i]));
  return result;
}

/** By the exponential, which is twice as quick as `Math.tanh` and, in double precision, off by 1e-16 at most. */
export function tanhs(x: Float32Array): Float32Array {
  const result = new Float32Array(x.length);
  for (let i = 0; i < result.length; i++) result[i] = 2 / (1 + Math.exp(-2 * x[i])) - 1;
  return result;
}

/** A dot product of each of the n rows of weights [n, k], in four sums side by side. @returns [n] */
export function dotProducts(x: Float32Array, weights: Float32Array): Float32Array {
  const k = x.length;
  const result = new Float32Array(weights.length / k);
  const whole = k - (k % 4);
  for (let row = 0; row < result.length; row++) {
    const first = row * k;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let p = 0; p < whole; p += 4) {
      s0 += x[p] * weights[first + p];
      s1 += x[p + 1] * weights[first + p + 1];
      s2 += x[p + 2] * weights[first + p + 2];
      s3 += x[p + 3] * weights[first + p + 3];
    }
    for (let p = whole; p < k; p++) s0 += x[p] * weights[first + p];
    result[row] = s0 + s1 + (s2 + s3);
  }
  return result;
}

/** Rows of a matrix that product.wat reads at once, and columns of each. */
export const [tall, wide] = [8, 8] as const;
/** Least and largest exponent of a half as product.wat reads it; as `x` times 2^102 must be a number, |x| is below 2^25. */
const [least, largest, bias] = [-24, 6, 25] as const;
const scale = 2 ** 102;
const bound = 2 ** 25;

/**
 * The rows of weights [n, k] as halves, in the order of product.wat. Every number that IEEE's half precision has up to 127 is such a half;
 * where `into` has more room it is left as it is.
 * @returns false where a number is none: then `into` is of no use.
 */
export function packed(weights: Float32Array, k: number, into: Uint16Array): boolean {
  const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  const [n, columns] = [weights.length / k, wide * Math.ceil(k / wide)];
  for (let row = 0; row < n; row++) {
    const first = (row - (row % tall)) * columns + (row % tall) * wide;
    for (let p = 0; p < k; p++) {
      const own = bits[row * k + p];
      const size = own & 0x7fffffff;
      const exponent = (size >>> 23) - 127;
      if (size !== 0 && (exponent < least || exponent > largest || (size & 0x1fff) !== 0)) return false;
      const half = size === 0 ? 0 : ((exponent + bias) << 10) | ((size >>> 13) & 0x3ff);
      // Of two in 32 bits the second stands first.
      const lane = p % wide < 4 ? 2 * (p % wide) + 1 : 2 * ((p % wide) - 4);
      into[first + (p - (p % wide)) * tall + lane] = half | ((own >>> 16) & 0x8000);
    }
  }
  return true;
}

/** x times what product.wat asks for, into the memory where it reads it. @returns false where a number of x is too large, or none. */
export function scaled(x: Float32Array, into: Float32Array): boolean {
  for (let i = 0; i < x.length; i++) {
    if (!(Math.abs(x[i]) < bound)) return false;
    into[i] = x[i] * scale;
  }
  return true;
}
