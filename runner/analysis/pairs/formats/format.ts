/** A format of files with pairs. Types only. */
import type { PairFile, PairSource } from '../pair-file.ts';

/** How sentences with one word asked of them are compared: at that word alone, or by the sums of the whole sentences. */
export const comparisons = ['sentence', 'word'] as const;
export type Comparison = (typeof comparisons)[number];

export interface FormatOptions {
  source: PairSource;
  compare: Comparison;
}

/** Beside the path that is named, others may be needed: `files` tells them all. */
export interface PairFormat {
  /** In the words of an error: 'a table (.tsv)'. */
  is: string;
  /** Whether a file of this name is one of it. */
  knows(path: string): boolean;
  /** The files that are read, in the order in which `read` takes them. @param path as it is named. */
  files(path: string): string[];
  /**
   * @param texts of the files, without a byte order mark and with plain line breaks.
   * @throws InputError naming the line that cannot be used.
   */
  read(texts: readonly string[], options: FormatOptions): PairFile;
}
