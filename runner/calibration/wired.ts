/**
 * A network wired by hand, of which the truth is known: an LSTM that predicts a small invented language, in which neuron 0
 * remembers whether the text is inside quotation marks, neuron 1 whether a word has just ended, and the other neurons
 * mean nothing. Pure.
 *
 * The language: words and spaces in turn; a quotation may open before a word and close after one; the words inside are
 * mostly other words than those outside, so that to predict well is to know whether one is inside.
 */

import { at } from '../core/at.ts';
import { type Random, random } from '../core/random.ts';
import { type Architecture, decoderBias, decoderWeight, layerParameters } from '../models/architecture.ts';
import type { Checkpoint } from '../models/checkpoint.ts';
import { initialWeights } from '../training/initialization.ts';

export const opening = '\u201c';
export const closing = '\u201d';
const space = ' ';

/** The neurons whose meaning is known. */
export const quoteNeuron = 0;
export const wordNeuron = 1;

const letters = [...'bdfgklmnprstvz'];
const insideWords = letters.map((letter) => `${letter}ina`);
const outsideWords = letters.map((letter) => `${letter}o`);
const vocabulary = ['<unk>', space, opening, closing, ...insideWords, ...outsideWords];

/** Of the words inside, those that are inside words; outside, the other way round. */
const ownShare = 0.9;
const openShare = 0.1;
const closeShare = 0.15;

/** So many tokens of the language, from outside quotation marks. */
export function wiredTokens(count: number, source: Random): string[] {
  const tokens: string[] = [];
  let inside = false;
  while (tokens.length < count) {
    if (!inside && source.uniform() < openShare) {
      tokens.push(opening);
      inside = true;
    }
    const words = source.uniform() < ownShare === inside ? insideWords : outsideWords;
    tokens.push(words[source.below(words.length)] ?? space);
    if (inside && source.uniform() < closeShare) {
      tokens.push(closing);
      inside = false;
    }
    tokens.push(space);
  }
  return tokens.slice(0, count);
}

/** Where the text, after a token, is inside: the opening mark counts and the closing one does not, [tokens]. */
export function insideQuotes(tokens: readonly string[]): Uint8Array {
  let inside = 0;
  return Uint8Array.from(tokens, (token) => {
    if (token === opening) inside = 1;
    if (token === closing) inside = 0;
    return inside;
  });
}

/** A gate's preactivation that opens it, or with the other sign shuts it, for good. */
const wide = 12;
/** The hidden state of a neuron whose cell state is 1 and whose output gate is open. */
const full = Math.tanh(1);

/** @param seed of the neurons that mean nothing. */
export function wiredCheckpoint(seed: number, units = 64): Checkpoint {
  const architecture: Architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length };
  const weights = initialWeights(architecture, 'glorot', seed);
  const dataOf = (name: string): Float32Array => weights[name]?.data ?? new Float32Array(0);
  const names = layerParameters(1);
  const input = dataOf(names.inputWeight);
  const recurrent = dataOf(names.recurrentWeight);
  const bias = dataOf(names.inputBias);
  const decoder = dataOf(decoderWeight);
  const source = random(seed, 0x77697265);
  decoder.forEach((_, index) => {
    decoder[index] = 0.05 * source.normal();
  });
  // Livelier than at the start of a training, so that these neurons differ among themselves.
  input.forEach((value, index) => {
    input[index] = 4 * value;
  });

  /** Writes the neuron's memory: the value it takes at each token, undefined where it keeps what it has. */
  const wire = (neuron: number, valueAt: (token: string) => number | undefined) => {
    for (let gate = 0; gate < 4; gate++) {
      const row = gate * units + neuron;
      recurrent.fill(0, row * units, (row + 1) * units);
      bias[row] = gate === 3 ? wide : 0;
      vocabulary.forEach((token, id) => {
        const value = valueAt(token);
        const gates = value === undefined ? [-wide, wide, 0, 0] : [wide, -wide, value * wide, 0];
        input[row * vocabulary.length + id] = at(gates, gate);
      });
    }
    // The others do not read it, so that they know nothing of what it knows.
    for (let row = 0; row < 4 * units; row++) recurrent[row * units + neuron] = 0;
  };
  wire(quoteNeuron, (token) => (token === opening ? 1 : token === closing ? -1 : undefined));
  wire(wordNeuron, (token) => (token === space || token === opening ? -1 : 1));

  /** The logit of a token: `level`, and what being inside, or after a word, adds to it (being the opposite takes away). */
  const predict = (token: string, level: number, inside: number, afterWord: number) => {
    const id = vocabulary.indexOf(token);
    dataOf(decoderBias)[id] = level;
    decoder[id * units + quoteNeuron] = inside / full;
    decoder[id * units + wordNeuron] = afterWord / full;
  };
  const never = -8;
  /** Level and slope of a logit that is `inside` inside and `outside` outside. */
  const between = (inside: number, outside: number): [number, number] => [
    (inside + outside) / 2,
    (inside - outside) / 2,
  ];
  const odds = (share: number) => Math.log(share / (1 - share));
  const perWord = (share: number) => Math.log(share / letters.length);
  predict('<unk>', 2 * never, 0, 0);
  predict(space, 0, 0, -never);
  predict(closing, ...between(odds(closeShare), never), -never);
  predict(opening, ...between(never, odds(openShare)), never);
  for (const word of insideWords) predict(word, ...between(perWord(ownShare), perWord(1 - ownShare)), never);
  for (const word of outsideWords) predict(word, ...between(perWord(1 - ownShare), perWord(ownShare)), never);
  return { architecture, unit: 'word', vocabulary: [...vocabulary], weights };
}
