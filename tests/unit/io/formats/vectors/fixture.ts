/** Files of vectors written by other libraries (tests/fixtures/vectors/make.py), and the vectors in them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withVectors } from '../../../../../runner/io/formats/vectors/open-vectors.ts';
import { WantedWords } from '../../../../../runner/io/formats/vectors/reader.ts';

export const vectorFolder = fileURLToPath(new URL('../../../../fixtures/vectors', import.meta.url));
export const vectorFile = (name: string): string => `${vectorFolder}/${name}`;

interface Expected {
  words: string[];
  /** [words][5] */
  vectors: number[][];
  half: number[][];
  bfloat: number[][];
  fastText: Record<string, number[]>;
}

export const expected: Expected = JSON.parse(readFileSync(vectorFile('expected.json'), 'utf8'));

export interface Collected {
  format: string;
  size: number;
  /** Words in the file. */
  held: number;
  /** Of the words that were found. */
  vectors: Map<string, number[]>;
}

/** The vectors that a file has for some words. */
export const collect = (name: string, words: readonly string[], cwd = vectorFolder): Promise<Collected> =>
  withVectors(name, cwd, async (reader) => {
    const wanted = new WantedWords(words);
    const held = await reader.collect(wanted, () => {});
    const vectors = new Map([...wanted.found].map(([word, row]) => [word, [...row]]));
    return { format: reader.format, size: reader.size, held, vectors };
  });
