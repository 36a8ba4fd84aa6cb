/**
 * Where in a document its segments begin: spread over all of it, since what stands at its start (a licence and the imports,
 * a chapter's heading) is like no other part. Drawn by the document's hash, so that the same document is read alike each
 * time, whatever else is read. Pure.
 */
import { random } from '../core/random.ts';

/** Separates these draws from other uses of a hash; which documents are held out is decided by its first digits. */
const stream = 0x706c6163;

/**
 * The document is cut into as many equal parts as it gives segments, and in each part one begins at a place drawn evenly
 * from those at which it ends within the part (stratified sampling): no two overlap, and no stretch of a document longer than
 * two parts goes unread.
 * @param hash of the document's text, hexadecimal.
 * @returns [count] the first tokens of the segments, rising.
 * @throws RangeError when so many segments do not fit.
 */
export function segmentPlaces(hash: string, tokens: number, count: number, length: number): number[] {
  if (count * length > tokens) throw new RangeError(`places: ${count} segments of ${length} in ${tokens} tokens`);
  const { below } = random(Number.parseInt(hash.slice(-8), 16), stream);
  return Array.from({ length: count }, (_, segment) => {
    const [from, to] = [segment, segment + 1].map((part) => Math.floor((part * tokens) / count)) as [number, number];
    return from + below(to - from - length + 1);
  });
}
