/**
 * Where two texts are joined to see how long a network remembers: pieces of equal length, whose second half is read after its own
 * first half and after that of another document's piece. Pure.
 */

/** Fewer joins tell no half-life. */
export const fewestJoins = 64;

export interface Joins {
  /** [joins] Where the second half of each piece begins in the text. */
  positions: number[];
  half: number;
  /** [joins] The piece after whose first half each is read too. */
  partners: number[];
  /** Whether every partner is of another document; else it is of the same text, as far away as there is room. */
  acrossDocuments: boolean;
}

export interface JoinedText {
  /** Stretches that are read from the same state each. */
  segments: readonly (readonly [start: number, length: number])[];
  /** [documents] The first token of each. */
  documentStarts: readonly number[];
}

export interface JoinLimits {
  /** At least `fewestJoins`. */
  most: number;
  /** Tokens of a half, the longest that gives joins enough first. */
  halves: readonly number[];
}

export const usualHalves: readonly number[] = [128, 96, 64, 48, 32, 24, 16];

/** Pieces of as many documents as there are; null where the text has room for fewer than `fewestJoins`. */
export function joinsOf({ segments, documentStarts }: JoinedText, { most, halves }: JoinLimits): Joins | null {
  const room = (half: number): number => segments.reduce((sum, [, tokens]) => sum + Math.floor(tokens / (2 * half)), 0);
  const half = halves.find((each) => room(each) >= fewestJoins);
  if (half === undefined) return null;
  const starts = segments.flatMap(([start, tokens]) =>
    Array.from({ length: Math.floor(tokens / (2 * half)) }, (_, piece) => start + 2 * half * piece),
  );
  const documentOf = (start: number): number => documentStarts.findLastIndex((first) => first <= start);
  // The first piece of each document, then the second of each.
  const ranked = [...Map.groupBy(starts, documentOf)].flatMap(([document, own]) =>
    own.map((start, rank) => ({ document, start, rank })),
  );
  const chosen = ranked.sort((a, b) => a.rank - b.rank).slice(0, Math.max(fewestJoins, most));
  chosen.sort((a, b) => a.document - b.document || a.start - b.start);
  const largest = Map.groupBy(chosen, ({ document }) => document)
    .values()
    .reduce((most, { length }) => Math.max(most, length), 0);
  // In the order of documents, so many places on stands another one, unless one of them has more than half of all.
  const acrossDocuments = 2 * largest <= chosen.length;
  const shift = acrossDocuments ? largest : Math.floor(chosen.length / 2);
  return {
    positions: chosen.map(({ start }) => start + half),
    half,
    partners: chosen.map((_, index) => (index + shift) % chosen.length),
    acrossDocuments,
  };
}
