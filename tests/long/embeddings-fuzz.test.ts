/** Damaged files of vectors, of every format: each is read or refused with a reason, soon and in little memory. */
import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import type { Random } from '../../runner/core/random.ts';
import { collect, expected, vectorFile } from '../unit/io/formats/vectors/fixture.ts';
import { temporaryFolder } from '../unit/text/temporary-folder.ts';
import { damaged } from './damaged.ts';
import { fuzz } from './fuzz.ts';

const folder = temporaryFolder();

/** The file that is damaged, and the one that is opened. */
const formats: Record<string, [damaged: string, opened: string]> = {
  'GloVe text': ['glove.txt', 'glove.txt'],
  'word2vec text': ['word2vec.txt', 'word2vec.txt'],
  "fastText's text": ['fasttext.vec', 'fasttext.vec'],
  'word2vec .bin': ['word2vec.bin', 'word2vec.bin'],
  "gensim's .bin": ['word2vec-gensim.bin', 'word2vec-gensim.bin'],
  'gensim 3': ['gensim-3.kv', 'gensim-3.kv'],
  'gensim 4': ['gensim-4.kv', 'gensim-4.kv'],
  'gensim 4, protocol 5': ['gensim-4-protocol-5.kv', 'gensim-4-protocol-5.kv'],
  "gensim 4's array": ['gensim-4-large.kv.vectors.npy', 'gensim-4-large.kv'],
  safetensors: ['in-metadata.safetensors', 'in-metadata.safetensors'],
  "safetensors' vocabulary": ['beside.vocabulary.json', 'beside.safetensors'],
};

describe.each(Object.entries(formats))('%s', (name, [target, opened]) => {
  folder.write(opened, readFileSync(vectorFile(opened)));
  const whole = Uint8Array.from(readFileSync(vectorFile(target)));
  const read = async (draw: Random) => {
    folder.write(target, damaged(whole, draw));
    const { vectors, size } = await collect(opened, expected.words, folder.path);
    for (const vector of vectors.values()) {
      if (vector.length !== size || !vector.every(Number.isFinite)) throw new Error('a vector that is none');
    }
  };
  fuzz(name, read, { leastRefused: 1 / 10 });
});
