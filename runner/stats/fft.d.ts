/** What we use of fft.js, which ships without types. Complex arrays are interleaved: real, imaginary, real, ... */
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
