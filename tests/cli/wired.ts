/**
 * A small language and an LSTM wired by hand for it, of which the truth is known, and a second way to compute what it
 * does: plain loops over float64. Of its neurons one carries the state 'inside quotation marks' to the output, a second
 * carries the same state and nothing reads it, a third marks full stops, a fourth tells words from what follows them,
 * and the others mean nothing.
 */
import { createHash } from 'node:crypto';
import { float32At, item } from '../../runner/core/at.ts';
import { type Random, random } from '../../runner/core/random.ts';
import { saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../runner/nn/models/program.ts';
import type { WorkFolder } from './command.ts';

export const [carrier, bystander, marker] = [3, 7, 11];
const wordNeuron = 14;
export const units = 16;

export const [opening, closing] = ['\u201c', '\u201d'];
const [stop, space] = ['.', ' '];
export const insideWords = ['bina', 'dina', 'fina', 'gina'];
export const outsideWords = ['bo', 'do', 'fo', 'go', 'ko', 'lo', 'mo', 'no'];
export const vocabulary = ['<unk>', space, stop, opening, closing, ...insideWords, ...outsideWords];

/** Of the words inside, and of those outside, how many are words of their own place. */
const [ownInside, ownOutside] = [0.8, 0.55];
const [openShare, closeShare, stopShare] = [0.2, 0.15, 0.15];

/** Tokens of a segment; so many at its beginning are not scored. Each document has two segments. */
export const [segment, warmUp] = [64, 8];
/** Of the documents, those that a network was not trained on. */
export const heldOutShare = 0.5;

/** What is asked of networks of this language, on texts of which the lowest half by their hashes are held out. */
export const wiredSettings = <Source>(source: Source) => ({
  title: 'Wired by hand',
  corpus: { source, minimumCount: 1, heldOut: heldOutShare, validation: 0.05 },
  sample: { prompt: `${opening}bina dina`, length: 40 },
  observe: { segment, warmUp },
  features: [
    { name: 'inside quotes', nesting: 'quotes' as const, among: 'words' as const },
    { name: 'full stop', match: '[.]' },
  ],
  detect: { count: 2, neighbours: 0 },
});

/** One segment: a quotation comes within the first tokens, so that the network knows where it is when scoring begins. */
function segmentTokens(draw: Random): string[] {
  const tokens = [opening, 'bina', closing, space];
  let inside = false;
  while (tokens.length < segment) {
    if (!inside && draw.uniform() < openShare) {
      tokens.push(opening);
      inside = true;
    }
    const ofInside = inside ? draw.uniform() < ownInside : draw.uniform() >= ownOutside;
    const words = ofInside ? insideWords : outsideWords;
    tokens.push(item(words, draw.below(words.length)));
    if (draw.uniform() < stopShare) tokens.push(stop);
    if (inside && draw.uniform() < closeShare) {
      tokens.push(closing);
      inside = false;
    }
    tokens.push(space);
  }
  return tokens.slice(0, segment);
}

export interface WiredDocument {
  text: string;
  hash: string;
  tokens: readonly string[];
  isHeldOut: boolean;
}

/** Two segments a document. A word is never next to a word, so that the text has these tokens. */
export function wiredDocuments(count: number, seed: number): WiredDocument[] {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    // A word at the seam would become one with the next segment's if that began with a word; it begins with a mark.
    const tokens = [...segmentTokens(draw), ...segmentTokens(draw)];
    const text = tokens.join('');
    const hash = createHash('sha256').update(text).digest('hex');
    return { text, hash, tokens, isHeldOut: Number.parseInt(hash.slice(0, 12), 16) / 16 ** 12 < heldOutShare };
  });
}

/** Writes them as a source. */
export const writeDocuments = (folder: WorkFolder, name: string, documents: readonly WiredDocument[]): string =>
  folder.write(name, documents.map(({ text }) => JSON.stringify({ text })).join('\n'));

/** Whether each token stands inside quotation marks; the marks themselves do not, nor does what follows an open one in another document. */
export function insideOf(tokens: readonly string[]): boolean[] {
  let inside = false;
  return tokens.map((token) => {
    if (token === closing) inside = false;
    const here = inside;
    if (token === opening) inside = true;
    return here;
  });
}

export type Weights = Readonly<Record<string, { shape: number[]; data: Float32Array }>>;

/** A gate's preactivation that opens it, or with the other sign shuts it, for good. */
export const wide = 12;
/** The hidden state of a neuron whose cell state is 1 and whose output gate is open. */
export const full = Math.tanh(1);

export function wiredWeights(seed: number): Weights {
  const draw = random(seed);
  const size = vocabulary.length;
  const make = (shape: number[], scale: number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => scale * draw.normal()),
  });
  const weights = {
    'rnn.weight_ih_l0': make([4 * units, size], 1),
    'rnn.weight_hh_l0': make([4 * units, units], 0.3),
    'rnn.bias_ih_l0': make([4 * units], 0.1),
    'rnn.bias_hh_l0': make([4 * units], 0),
    'decoder.weight': make([size, units], 0.02),
    'decoder.bias': make([size], 0),
  };
  const [input, recurrent, bias, , decoder, levels] = Object.values(weights).map(({ data }) => data);
  if (!input || !recurrent || !bias || !decoder || !levels) throw new Error('six arrays');
  /** The value that a neuron's cell takes at each token, undefined where it keeps what it has. */
  const wire = (neuron: number, valueAt: (token: string) => number | undefined) => {
    for (let gate = 0; gate < 4; gate++) {
      const row = gate * units + neuron;
      recurrent.fill(0, row * units, (row + 1) * units);
      bias[row] = gate === 3 ? wide : 0;
      for (const [id, token] of vocabulary.entries()) {
        const value = valueAt(token);
        const gates = value === undefined ? [-wide, wide, 0, 0] : [wide, -wide, value * wide, 0];
        input[row * size + id] = item(gates, gate);
      }
    }
    // No other neuron reads it, and no token's logit does unless it is written below.
    for (let row = 0; row < 4 * units; row++) recurrent[row * units + neuron] = 0;
    for (let id = 0; id < size; id++) decoder[id * units + neuron] = 0;
  };
  const quote = (token: string) => (token === opening ? 1 : token === closing ? -1 : undefined);
  wire(carrier, quote);
  wire(bystander, quote);
  wire(marker, (token) => (token === stop ? 1 : -1));
  wire(wordNeuron, (token) => (token === space || token === opening ? -1 : 1));

  const never = -8;
  /** The logit of a token by the state, and what a word just before adds to it. */
  const predict = (token: string, inside: number, outside: number, afterWord: number) => {
    const id = vocabulary.indexOf(token);
    levels[id] = (inside + outside) / 2;
    decoder[id * units + carrier] = (inside - outside) / 2 / full;
    decoder[id * units + wordNeuron] = afterWord / full;
  };
  const odds = (share: number) => Math.log(share / (1 - share));
  const each = (share: number, words: readonly string[]) => Math.log(share / words.length);
  predict('<unk>', 2 * never, 2 * never, 0);
  predict(space, 0, 0, -never);
  predict(stop, odds(stopShare), odds(stopShare), -never);
  predict(closing, odds(closeShare), never, -never);
  predict(opening, never, odds(openShare), never);
  for (const word of insideWords) predict(word, each(ownInside, insideWords), each(1 - ownOutside, insideWords), never);
  for (const word of outsideWords)
    predict(word, each(1 - ownInside, outsideWords), each(ownOutside, outsideWords), never);
  return weights;
}

/** Writes a checkpoint that says of these documents that they were held out when it was trained. */
export function writeWired(
  folder: WorkFolder,
  name: string,
  weights: Weights,
  heldOut: readonly WiredDocument[],
  size: { layers: number; units: number | readonly number[] } = { layers: 1, units },
): Promise<void> {
  const trainingHash = 'a'.repeat(64);
  const corpus = { name: 'wired', hash: trainingHash, heldOut: heldOut.map(({ hash }) => hash) };
  return saveCheckpoint(folder.at(name), {
    architecture: { cell: 'lstm', ...size, embedding: 0, vocabulary: vocabulary.length },
    unit: 'word',
    vocabulary,
    weights,
    training: { trainingHash, corpus, epoch: 1, validationLoss: 1, validationAccuracy: 0.5, curve: null },
  });
}

export interface Read {
  /** [tokens][units] */
  hidden: number[][];
  cell: number[][];
  output: number[][];
  /** Cross-entropy of token t+1, nats, [tokens - 1]. */
  loss: number[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Reads tokens from the zero state, in float64.
 * @param hold the value to which a neuron's cell is set before its output is computed; undefined where it is free.
 */
export function readWired(
  weights: Weights,
  tokens: readonly string[],
  hold?: (t: number) => { neuron: number; cell: number } | undefined,
): Read {
  const dataOf = (name: string) => valueNamed(weights, name).data;
  const [input, recurrent] = [dataOf('rnn.weight_ih_l0'), dataOf('rnn.weight_hh_l0')];
  const [bias, second] = [dataOf('rnn.bias_ih_l0'), dataOf('rnn.bias_hh_l0')];
  const [decoder, levels] = [dataOf('decoder.weight'), dataOf('decoder.bias')];
  const product = (matrix: Float32Array, row: number, by: readonly number[]) =>
    by.reduce((sum, value, k) => sum + float32At(matrix, row * by.length + k) * value, 0);
  const ids = tokens.map((token) => vocabulary.indexOf(token));
  let hidden = Array.from({ length: units }, () => 0);
  let cell = hidden;
  const read: Read = { hidden: [], cell: [], output: [], loss: [] };
  ids.forEach((id, t) => {
    const before = hidden;
    const gate = (block: number, neuron: number): number => {
      const row = block * units + neuron;
      const read = float32At(input, row * vocabulary.length + id) + product(recurrent, row, before);
      return read + float32At(bias, row) + float32At(second, row);
    };
    const held = hold?.(t);
    cell = cell.map((old, n) =>
      held?.neuron === n ? held.cell : sigmoid(gate(1, n)) * old + sigmoid(gate(0, n)) * Math.tanh(gate(2, n)),
    );
    const output = cell.map((_, n) => sigmoid(gate(3, n)));
    hidden = cell.map((value, n) => item(output, n) * Math.tanh(value));
    read.hidden.push(hidden);
    read.cell.push(cell);
    read.output.push(output);
    const next = ids[t + 1];
    if (next === undefined) return;
    const logits = vocabulary.map((_, k) => float32At(levels, k) + product(decoder, k, hidden));
    const most = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    read.loss.push(most + Math.log(total) - item(logits, next));
  });
  return read;
}
