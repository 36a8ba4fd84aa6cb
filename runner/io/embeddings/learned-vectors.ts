/**
 * Vectors learned from the corpus' own training text, kept in `runs/<experiment>/word2vec.safetensors` for the next run and for
 * other programs: all tokens, exact, with their words in its metadata.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../core/atomic-files.ts';
import { keyOf } from '../../core/disk-cache.ts';
import { type Corpus, documentsOf } from '../../text/corpus.ts';
import { encodeSafetensors, safetensorsIn } from '../formats/safetensors/file.ts';
import { type FoundVectors, found } from './find-vectors.ts';
import { type SkipGramHost, skipGramSettings, skipGramVersion, trainSkipGram } from './skip-gram.ts';

const vectorsFile = 'word2vec.safetensors';
const arrayName = 'vectors';

export interface LearnedTask {
  corpus: Corpus;
  size: number;
  seed: number;
  /** Those of a file, to be learned further; absent: all are new. */
  start?: FoundVectors | undefined;
  /** Where they are kept. */
  run: string;
  /** Other runs, which may have learned the same. */
  runs: string;
}

/** Learns vectors, or finds those that were learned before from the same text with the same seed, by this run or another. */
export async function learnedVectors(task: LearnedTask, host: SkipGramHost): Promise<FoundVectors> {
  const { corpus, size, seed, run, runs, start } = task;
  const { tokens } = corpus.vocabulary;
  const { unit, documentLength, documents, proportion, heldOut, validation } = corpus.settings;
  const cut = { unit, documentLength, documents, proportion, heldOut, validation };
  const begun = start && [start.rows, start.how];
  const key = keyOf(skipGramVersion, skipGramSettings, corpus.hash, cut, tokens, size, seed, begun);
  const own = await readKept(run, key);
  let rows = own;
  for (const name of rows === null ? await readdir(runs).catch(() => []) : [])
    if (!name.startsWith('.')) rows ??= await readKept(join(runs, name), key);
  rows ??= await trainSkipGram(
    { documents: documentsOf(corpus, 'training'), vocabulary: tokens.length, size, seed, start },
    host,
  );
  if (own === null) {
    const array = { [arrayName]: { shape: [tokens.length, size], data: rows } };
    const facts = { key, vocabulary: JSON.stringify(tokens) };
    await writeFileAtomic(join(run, vectorsFile), encodeSafetensors(array, 'F32', facts));
  }
  const how = new Uint8Array(tokens.length).fill(found.asWritten);
  const from = start?.from ?? 'word2vec';
  return { from, format: 'skip-gram with negative sampling', words: tokens.length, size, rows, how };
}

/** [tokens, size] of a run. Null when the file is missing, damaged, or of other vectors: they are learned again. */
async function readKept(run: string, key: string): Promise<Float32Array | null> {
  try {
    const { tensors, metadata } = safetensorsIn(await readFile(join(run, vectorsFile)));
    return metadata.key === key ? (tensors[arrayName]?.data ?? null) : null;
  } catch {
    return null;
  }
}
