/**
 * Which documents are held out, checked on or trained on. A document's own hash decides, and nothing else: the same
 * document has the same fate in every corpus and under every seed, so a duplicate cannot leak. Pure.
 */
import { sha256 } from '../core/hash.ts';

/** 'left out': a training document beyond the proportion that is used, or a held-out one that is nearly training text. */
export type Split = 'held-out' | 'validation' | 'training' | 'left out';

/** SHA-256 of the document's text in UTF-8, 64 hexadecimal digits. */
export const documentHash: (text: string) => string = sha256;

const digits = 12;

/** 48 bits of a hash as a number from 0 to below 1. */
const fraction = (hash: string, from: number): number =>
  Number.parseInt(hash.slice(from, from + digits), 16) / 16 ** digits;

/**
 * The split of a document: of its number from 0 to 1, the lowest `heldOut` are held out, the next `validation`; of the others, which
 * are trained on, the share `proportion` is used. Other bits decide that than those of the split.
 */
export function splitOf(
  hash: string,
  { heldOut, validation, proportion }: { heldOut: number; validation: number; proportion: number },
): Split {
  const place = fraction(hash, 0);
  if (place < heldOut) return 'held-out';
  if (place < heldOut + validation) return 'validation';
  return fraction(hash, digits) < proportion ? 'training' : 'left out';
}
