/**
 * word2vec: skip-gram with negative sampling. Source: Mikolov et al. 2013, 'Distributed representations of words and
 * phrases and their compositionality', and word2vec.c. Knows no file and no terminal.
 *
 * One thread, so that a seed gives the same vectors each time: threads without locks would be faster and give others at
 * each run. Every token counts, <unk> and spaces too; that the most frequent ones are mostly passed over keeps the spaces
 * between words out of the windows.
 */

import { readFile } from 'node:fs/promises';
import { addAt, float64At, int32At } from '../../core/at.ts';
import { random } from '../../core/random.ts';
import { type FoundVectors, found } from './find-vectors.ts';

export interface SkipGramTask {
  /** Documents as token ids; windows end at their edges. */
  documents: readonly { readonly ids: Int32Array }[];
  /** How many tokens there are. */
  vocabulary: number;
  /** Length of the vectors. */
  size: number;
  seed: number;
  epochs?: number;
  /** Vectors to go on from; tokens that are not among them begin as new ones do. Absent: all are new. */
  start?: Pick<FoundVectors, 'rows' | 'how'> | undefined;
}

export interface SkipGramHost {
  /** @param progress share: of all tokens read, 0 to 1. */
  onProgress(progress: { epoch: number; epochs: number; share: number; tokensRead: number }): void;
  /** Lets timers run; may throw to stop. */
  pause(): Promise<void>;
}

/** As word2vec.c and gensim have them. */
export const skipGramSettings = {
  epochs: 5,
  window: 5,
  negative: 5,
  sample: 1e-3,
  rate: 0.025,
  lastRate: 1e-4,
} as const;
/** Raised whenever the same task would give other vectors than before. */
export const skipGramVersion = 1;

const tableBits = 20;
/** Words are drawn as noise by their counts to this power. */
const noisePower = 0.75;
/** Separates these random numbers from those of other uses of the same seed. */
const stream = 0x77327631;
/** Tokens between two pauses: a fraction of a second. */
const pauseEvery = 50_000;

/** The vectors of all tokens, [vocabulary, size]. */
export async function trainSkipGram(task: SkipGramTask, host: SkipGramHost): Promise<Float32Array> {
  const { documents, vocabulary, size, seed, epochs = skipGramSettings.epochs } = task;
  const { window, negative, rate, lastRate } = skipGramSettings;
  const counts = countsOf(documents, vocabulary);
  const kept = keptShares(counts);
  const noise = noiseTable(counts);
  // Vectors, then what predicts from them, then one row for the sum of a pair's gradients.
  const { numbers, stride, product, step, take } = await createKernel(2 * vocabulary + 1, size);
  const bytes = 4 * stride;
  const errorRow = 2 * vocabulary * bytes;
  const { bits, uniform } = random(seed, stream);
  for (let id = 0; id < vocabulary; id++)
    for (let i = 0; i < size; i++) numbers[id * stride + i] = (uniform() - 0.5) / size;
  const { start } = task;
  start?.how.forEach((how, id) => {
    if (how !== found.missing) numbers.set(start.rows.subarray(id * size, (id + 1) * size), id * stride);
  });

  const learnPair = (context: number, target: number, learningRate: number) => {
    const a = context * bytes;
    for (let draw = 0; draw <= negative; draw++) {
      const id = draw === 0 ? target : int32At(noise, bits() >>> (32 - tableBits));
      if (draw > 0 && id === target) continue;
      const b = (vocabulary + id) * bytes;
      const likely = 1 / (1 + Math.exp(-product(a, b, bytes)));
      step(a, b, errorRow, bytes, ((draw === 0 ? 1 : 0) - likely) * learningRate);
    }
    take(a, errorRow, bytes);
  };

  const total = epochs * sumOf(counts);
  let read = 0;
  let nextPause = pauseEvery;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const { ids } of documents) {
      const sentence = ids.filter((id) => uniform() < float64At(kept, id));
      read += ids.length;
      const learningRate = Math.max(lastRate, rate * (1 - read / total));
      for (let i = 0; i < sentence.length; i++) {
        const reach = window - (bits() % window);
        const last = Math.min(sentence.length - 1, i + reach);
        for (let j = Math.max(0, i - reach); j <= last; j++) {
          if (j !== i) learnPair(int32At(sentence, j), int32At(sentence, i), learningRate);
        }
      }
      if (read < nextPause) continue;
      nextPause = read + pauseEvery;
      host.onProgress({ epoch, epochs, share: read / total, tokensRead: read });
      await host.pause();
    }
  }
  const vectors = new Float32Array(vocabulary * size);
  for (let id = 0; id < vocabulary; id++) vectors.set(numbers.subarray(id * stride, id * stride + size), id * size);
  return vectors;
}

function countsOf(documents: SkipGramTask['documents'], vocabulary: number): Float64Array {
  const counts = new Float64Array(vocabulary);
  for (const { ids } of documents) for (const id of ids) addAt(counts, id, 1);
  return counts;
}

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0);

/** How much of each token is read: all of the rare ones, little of the most frequent (word2vec.c's formula). */
export function keptShares(counts: Float64Array): Float64Array {
  const total = sumOf(counts);
  return counts.map((count) => {
    const relative = count / total / skipGramSettings.sample;
    return count === 0 ? 1 : Math.min(1, (Math.sqrt(relative) + 1) / relative);
  });
}

/** Token ids, each as often as it is to be drawn as noise, [2^20]. */
function noiseTable(counts: Float64Array): Int32Array {
  const weights = counts.map((count) => count ** noisePower);
  const total = sumOf(weights);
  const table = new Int32Array(2 ** tableBits);
  let id = 0;
  let upTo = float64At(weights, 0) / total;
  for (let place = 0; place < table.length; place++) {
    table[place] = id;
    while ((place + 1) / table.length > upTo && id < counts.length - 1) {
      id++;
      upTo += float64At(weights, id) / total;
    }
  }
  return table;
}

/** The inner loops in WebAssembly, three to four times as fast as in JavaScript: see skip-gram.wat. */
interface Loops {
  /** The scalar product of two rows, given by their first bytes. */
  product(a: number, b: number, bytes: number): number;
  /** e += g b, then b += g a. */
  step(a: number, b: number, e: number, bytes: number, g: number): void;
  /** a += e, then e = 0. */
  take(a: number, e: number, bytes: number): void;
}

const page = 65536;
/** WebAssembly's addresses end here. */
const maxBytes = 2 ** 32 - page;

/**
 * Memory for rows of zeros, each `size` numbers filled up to a multiple of four.
 * @returns all of them, [rows, stride] float32, `stride` numbers apart; and the loops over them.
 * @throws RangeError when it is more than WebAssembly can address, or the machine has.
 */
async function createKernel(rows: number, size: number) {
  const stride = 4 * Math.ceil(size / 4);
  const bytes = 4 * rows * stride;
  if (bytes > maxBytes) throw new RangeError(`Array buffer allocation failed: ${bytes} bytes of vectors`);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / page) });
  const code = await readFile(new URL('./skip-gram.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(code, { rows: { memory } });
  const loops = instance.exports as unknown as Loops;
  return { numbers: new Float32Array(memory.buffer, 0, rows * stride), stride, ...loops };
}
