/** What every format's reader offers. Types only. */
import type { WantedWords } from './wanted.ts';

export interface VectorReader {
  /** In words: 'word2vec text'. */
  format: string;
  /** Length of the vectors. */
  size: number;
  /**
   * Fills in the vectors of the wanted words; returns how many words the file holds.
   * @throws InputError when the file is damaged where it is looked at.
   */
  collect(wanted: WantedWords, onProgress: (done: number, total: number) => void): Promise<number>;
}
