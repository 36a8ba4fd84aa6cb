/** Weights hardly compress: to so many bytes may those of a model unpack. What claims more is none. */
export const mostUnpacked = (packed: number): number => 16e6 + 20 * packed;
