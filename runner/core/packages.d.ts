/** What we use of packages that ship without types. */

declare module 'stopword' {
  /** English stop words, in lower case. */
  export const eng: readonly string[];
  /** The same of other languages. */
  export const deu: readonly string[];
  export const fra: readonly string[];
  export const spa: readonly string[];
  export const ita: readonly string[];
  export const por: readonly string[];
  export const nld: readonly string[];
  export const swe: readonly string[];
  export const dan: readonly string[];
  export const nob: readonly string[];
  export const fin: readonly string[];
  export const pol: readonly string[];
  export const rus: readonly string[];
  export const lat: readonly string[];
}

declare module 'wink-pos-tagger' {
  export default function posTagger(): {
    /** Tags words of one sentence with Penn tags. */
    tagRawTokens(words: string[]): { value: string; pos: string }[];
  };
}

/** Complex arrays are interleaved: real, imaginary, real, ... */
declare module 'fft.js' {
  export default class FFT {
    /** A power of two, at least 2. */
    constructor(size: number);
    /** Both are [2 * size] and not the same. */
    transform(out: Float64Array, data: Float64Array): void;
    /** Includes the division by the size. */
    inverseTransform(out: Float64Array, data: Float64Array): void;
  }
}

declare module 'jstat' {
  interface Distribution<Parameters extends number[]> {
    cdf(x: number, ...parameters: Parameters): number;
    inv(p: number, ...parameters: Parameters): number;
  }
  const jstat: {
    normal: Distribution<[mean: number, standardDeviation: number]>;
    studentt: Distribution<[degreesOfFreedom: number]>;
    beta: Distribution<[alpha: number, beta: number]>;
    erfc(x: number): number;
  };
  export default jstat;
}

declare module 'subset-font' {
  interface Options {
    targetFormat: 'woff2';
    /** What is kept of each axis: a range, or one value. */
    variationAxes?: Readonly<Record<string, number | { min: number; max: number }>>;
  }
  /** @param text the characters that are kept. */
  export default function subsetFont(font: Uint8Array, text: string, options: Options): Promise<Uint8Array>;
}
