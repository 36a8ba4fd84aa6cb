/** What we use of subset-font, which ships without types. */
declare module 'subset-font' {
  interface Options {
    targetFormat: 'woff2';
    /** What is kept of each axis: a range, or one value. */
    variationAxes?: Readonly<Record<string, number | { min: number; max: number }>>;
  }
  /** @param text the characters that are kept. */
  export default function subsetFont(font: Uint8Array, text: string, options: Options): Promise<Uint8Array>;
}
