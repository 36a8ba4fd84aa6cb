/**
 * Which documents are held out, checked on or trained on. A document's own hash decides, and nothing else: the same
 * document has the same fate in every corpus and under every seed, so a duplicate cannot leak. Pure.
 */
import { sha256 } from '../core/hash.ts';

const splits = ['held-out', 'validation', 'training'] as const;
export type Split = (typeof splits)[number];

/** 'left out': a training document beyond the proportion that is used, or a held-out one that is nearly training text. */
export const corpusSplits = [...splits, 'left out'] as const;
export type CorpusSplit = (typeof corpusSplits)[number];

/** SHA-256 of the document's text in UTF-8, 64 hexadecimal digits. */
export const documentHash: (text: string) => string = sha256;

const digits = 12;

/** 48 bits of a hash as a number from 0 to below 1. */
const fraction = (hash: string, from: number): number =>
  Number.parseInt(hash.slice(from, from + digits), 16) / 16 ** digits;

/** The split of a document: of its number from 0 to 1, the lowest `heldOut` are held out, the next `validation`. */
export function splitOf(hash: string, { heldOut, validation }: { heldOut: number; validation: number }): Split {
  const place = fraction(hash, 0);
  if (place < heldOut) return 'held-out';
  return place < heldOut + validation ? 'validation' : 'training';
}

/** The same for a corpus of which a share of the training documents is used. */
export function corpusSplitOf(
  hash: string,
  shares: { heldOut: number; validation: number; proportion: number },
): CorpusSplit {
  const split = splitOf(hash, shares);
  return split === 'training' && !inProportion(hash, shares.proportion) ? 'left out' : split;
}

/** Whether a training document is used when only a share of them is. Other bits decide than those of the split. */
export const inProportion = (hash: string, proportion: number): boolean => fraction(hash, digits) < proportion;
