/** What the swap test swaps: whole documents within their source. Pure; imports only the text's shape. */
import type { TestedText } from './tested-text.ts';

/** Where a text has too few documents, a `TestedText` may take each segment for one, with its document as the source. */
export type SwapUnitKind = 'documents' | 'segments within documents';

export interface SwapUnits {
  /** For words only: what a document of this text is. */
  swapped: SwapUnitKind;
  /** Units in the text; each is a stretch of `tokens` scored tokens, one after the other. */
  count: number;
  tokens: number;
  /** Scored tokens of a segment: ranks are taken within segments. */
  segment: number;
  /** [count] Units are only swapped with units of their stratum. */
  strata: Int32Array;
  /** The units of each stratum that has at least two; the others cannot be swapped. */
  groups: readonly Int32Array[];
  /** Cells of a cross matrix: the sum of the squared group sizes. */
  cells: number;
}

export function swapUnits({ sources, segments, length }: TestedText, swapped: SwapUnitKind = 'documents'): SwapUnits {
  const groups = groupsOf(sources);
  return {
    swapped,
    count: sources.length,
    tokens: segments * length,
    segment: length,
    strata: sources,
    groups,
    cells: groups.reduce((sum, group) => sum + group.length ** 2, 0),
  };
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
export const swappable = ({ groups }: Pick<SwapUnits, 'groups'>): number =>
  groups.reduce((sum, { length }) => sum + length, 0);

/**
 * The largest z that any neuron and feature could reach with these units: each group's statistic, standardised, is at
 * most its size - 1 (Cauchy and Schwarz), reached when every unit fits its own labels and no others.
 */
export const largestZ = ({ groups }: Pick<SwapUnits, 'groups'>): number =>
  Math.sqrt(groups.reduce((sum, { length }) => sum + (length - 1) ** 2, 0));
