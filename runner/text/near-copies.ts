/**
 * Documents that are nearly another's text: the same poem with other last lines, a page and its printed version. Tests swap
 * documents with each other and halve them, so that two copies count one observation twice, and what is chosen on the one is
 * confirmed by the other. Pure.
 * Source: Broder 1997 (shingles, and their resemblance from minima of hashes).
 */

/** Characters of a shingle: long enough that two texts of one author share few. */
const shingle = 24;
/** Minima that stand for a text: the resemblance of two is told to within .06. */
const minima = 64;
/**
 * From this share of common shingles on, two texts are near copies: about one letter in 150 is another. Documents of the
 * books that come along share none, those of the language `counter` at most .67.
 */
export const copyFrom = 0.75;

/** Every minimum is taken over the hashes multiplied by an odd number of its own. */
const multipliers = Uint32Array.from({ length: minima }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) << 1) | 1);
/** Multiplier of the hash that rolls over the text, and its power by which the first character goes. */
const base = 0x01000193;
const leaving = Array.from({ length: shingle - 1 }).reduce((power: number) => Math.imul(power, base), 1);

/** @param hear hears the hash of each shingle, 32 bits, in the order of the text; a text shorter than a shingle is one. */
export function eachShingle(text: string, hear: (hash: number) => void): void {
  let hash = 0;
  for (let t = 0; t < text.length; t++) {
    if (t >= shingle) hash = (hash - Math.imul(text.charCodeAt(t - shingle), leaving)) | 0;
    hash = (Math.imul(hash, base) + text.charCodeAt(t)) | 0;
    if (t < shingle - 1 && t < text.length - 1) continue;
    hear(Math.imul(hash ^ (hash >>> 15), 0x735a2d97));
  }
}

/** [minima] What stands for a text; texts shorter than a shingle are one. */
export function signatureOf(text: string): Uint32Array {
  const signature = new Uint32Array(minima).fill(0xffffffff);
  eachShingle(text, (hash) => {
    for (let m = 0; m < minima; m++) {
      const each = Math.imul(hash ^ (hash >>> 13), multipliers[m] ?? 1) >>> 0;
      if (each < (signature[m] ?? 0)) signature[m] = each;
    }
  });
  return signature;
}

/** Share of the shingles of either text that are in both, estimated: 0 to 1. */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let m = 0; m < minima; m++) if (a[m] === b[m]) same++;
  return same / minima;
}

/**
 * The first texts that are no near copies of one before them.
 * @param textOf asked for one after the other, and no more often than is needed.
 * @param most how many are wanted.
 * @returns them, and how many near copies were passed over on the way.
 */
export function withoutNearCopies<T>(
  candidates: readonly T[],
  textOf: (candidate: T) => string,
  most: number,
): { kept: T[]; copies: number } {
  const kept: T[] = [];
  const signatures: Uint32Array[] = [];
  let copies = 0;
  for (const candidate of candidates) {
    if (kept.length >= most) break;
    const signature = signatureOf(textOf(candidate));
    if (signatures.some((other) => resemblance(signature, other) >= copyFrom)) {
      copies++;
      continue;
    }
    kept.push(candidate);
    signatures.push(signature);
  }
  return { kept, copies };
}
