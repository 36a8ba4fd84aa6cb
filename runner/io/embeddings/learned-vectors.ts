/**
 * Vectors learned from the corpus' own training text, kept in `runs/<experiment>/` for the next run and for other programs:
 * `word2vec.safetensors` (all tokens, exact) and `word2vec.txt` (word2vec's text format).
 */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../core/atomic-files.ts';
import { keyOf } from '../../core/store.ts';
import { type Corpus, documentsOf } from '../../text/corpus.ts';
import { encodeSafetensors, readSafetensors } from '../formats/safetensors/file.ts';
import { type FoundVectors, found } from './find-vectors.ts';
import { type SkipGramHost, skipGramSettings, skipGramVersion, trainSkipGram } from './skip-gram.ts';

const vectorsFile = 'word2vec.safetensors';
const textFile = 'word2vec.txt';
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

/** Learns vectors, or finds those that were learned before from the same text with the same seed. */
export async function learnedVectors(task: LearnedTask, host: SkipGramHost): Promise<FoundVectors> {
  const { corpus, size, seed, run, start } = task;
  const { tokens } = corpus.vocabulary;
  const key = keyOfVectors(task);
  const known = await findKept(key, task);
  const rows =
    known ??
    (await trainSkipGram(
      { documents: documentsOf(corpus, 'training'), vocabulary: tokens.length, size, seed, start },
      host,
    ));
  if (known === null) {
    const array = { [arrayName]: { shape: [tokens.length, size], data: rows } };
    const facts = { key, vocabulary: JSON.stringify(tokens) };
    await writeWhole(join(run, vectorsFile), encodeSafetensors(array, 'F32', facts));
    await writeWhole(join(run, textFile), vectorText(tokens, rows));
  }
  const how = new Uint8Array(tokens.length).fill(found.asWritten);
  const from = start?.from ?? 'word2vec';
  return { from, format: 'skip-gram with negative sampling', words: tokens.length, size, rows, how };
}

function keyOfVectors({ corpus, size, seed, start }: LearnedTask): string {
  const { unit, documentLength, documents, proportion, heldOut, validation } = corpus.settings;
  const cut = { unit, documentLength, documents, proportion, heldOut, validation };
  const begun = start && [start.rows, start.how];
  return keyOf(skipGramVersion, skipGramSettings, corpus.hash, cut, corpus.vocabulary.tokens, size, seed, begun);
}

/** [tokens, size], from this run or copied from another; null when none has learned them. */
async function findKept(key: string, { run, runs }: LearnedTask): Promise<Float32Array | null> {
  const own = await readKept(join(run, vectorsFile), key);
  if (own !== null) return own;
  for (const name of await readdir(runs).catch(() => [])) {
    const other = join(runs, name);
    const rows = name.startsWith('.') ? null : await readKept(join(other, vectorsFile), key);
    if (rows === null) continue;
    await mkdir(dirname(join(run, vectorsFile)), { recursive: true });
    for (const file of [textFile, vectorsFile]) await copyFile(join(other, file), join(run, file)).catch(() => {});
    return rows;
  }
  return null;
}

/** Null when the file is missing, damaged, or of other vectors: they are learned again. */
async function readKept(path: string, key: string): Promise<Float32Array | null> {
  try {
    const bytes = await readFile(path);
    const { tensors, metadata } = readSafetensors(bytes, path);
    return metadata.key === key ? (tensors[arrayName]?.data ?? null) : null;
  } catch {
    return null;
  }
}

/** Nine digits tell every float32 apart. */
const digits = 9;

/**
 * Vectors in word2vec's text format, for other programs. Tokens that the format has no way to write are left out: those
 * with a space or a line break in them.
 * @param rows [tokens, size]
 */
export function vectorText(tokens: readonly string[], rows: Float32Array): string {
  const size = tokens.length === 0 ? 0 : rows.length / tokens.length;
  const lines = tokens.flatMap((token, id) => {
    if (/\s/u.test(token) || token === '') return [];
    const numbers = Array.from(rows.subarray(id * size, (id + 1) * size), (value) => Number(value.toPrecision(digits)));
    return [`${token} ${numbers.join(' ')}\n`];
  });
  return `${lines.length} ${size}\n${lines.join('')}`;
}
