/** What we use of fft.js, which ships without types. Complex arrays are interleaved: real, imaginary, real, ... */
declare module 'fft.js' {
  export default class FFT {
    /** A power of two, at least 2. */
    constructor(size: number);
    createComplexArray(): number[];
    transform(out: number[], data: ArrayLike<number>): void;
    /** Includes the division by the size. */
    inverseTransform(out: number[], data: ArrayLike<number>): void;
  }
}
