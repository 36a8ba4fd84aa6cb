/**
 * What the swap test swaps: whole documents within their source or, where a text has few documents, segments within
 * documents. Pure; imports only the text's shape.
 */
import { documentsIn, type TestedText } from './tested-text.ts';

export type Swapped = 'documents' | 'segments within documents';

/** Fewer documents than these are too few to swap. */
export const fewestDocuments = 24;

export interface SwapUnits {
  swapped: Swapped;
  /** Units in the text; each is a stretch of `tokens` scored tokens, one after the other. */
  count: number;
  tokens: number;
  /** Scored tokens of a segment: ranks are taken within segments. */
  segment: number;
  /** [count] Units are only swapped with units of their stratum: the source, or the document. */
  strata: Int32Array;
  /** The units of each stratum that has at least two; the others cannot be swapped. */
  groups: readonly Int32Array[];
  /** Cells of a cross matrix: the sum of the squared group sizes. */
  cells: number;
}

/** Documents while there are enough of them, otherwise the segments of each document. */
export const swappedIn = (...texts: readonly TestedText[]): Swapped =>
  texts.every((text) => documentsIn(text) >= fewestDocuments) ? 'documents' : 'segments within documents';

export function swapUnits(text: TestedText, swapped: Swapped = swappedIn(text)): SwapUnits {
  const { sources, segments, length } = text;
  if (swapped === 'documents') return laidOut(swapped, sources, segments * length, length);
  const strata = Int32Array.from({ length: sources.length * segments }, (_, unit) => Math.floor(unit / segments));
  return laidOut(swapped, strata, length, length);
}

function laidOut(swapped: Swapped, strata: Int32Array, tokens: number, segment: number): SwapUnits {
  const groups = groupsOf(strata);
  const cells = groups.reduce((sum, { length }) => sum + length * length, 0);
  return { swapped, count: strata.length, tokens, segment, strata, groups, cells };
}

/** The members of each stratum that has at least two, in the order in which the strata first appear. */
export function groupsOf(strata: Int32Array): Int32Array[] {
  const members = new Map<number, number[]>();
  strata.forEach((stratum, unit) => {
    const known = members.get(stratum);
    if (known === undefined) members.set(stratum, [unit]);
    else known.push(unit);
  });
  return [...members.values()].filter(({ length }) => length > 1).map((units) => Int32Array.from(units));
}

/** Units that have another to be swapped with. */
export const swappable = ({ groups }: SwapUnits): number => groups.reduce((sum, { length }) => sum + length, 0);

/**
 * The largest z that any neuron and feature could reach with these units: each group's statistic, standardised, is at
 * most its size - 1 (Cauchy and Schwarz), reached when every unit fits its own labels and no others.
 */
export const largestZ = ({ groups }: SwapUnits): number =>
  Math.sqrt(groups.reduce((sum, { length }) => sum + (length - 1) ** 2, 0));
