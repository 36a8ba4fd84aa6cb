/**
 * A network of two layers of which the truth is known: the first has a neuron for each token of the language, that is up while
 * the token is read and down otherwise; the second is the network wired by hand (wired.ts), which reads the tokens off those.
 * So its second layer does what that network does, number for number, and what lasts is in the second layer alone.
 */
import { full, units, vocabulary, type Weights, wiredWeights } from './wired.ts';

export const firstUnits = vocabulary.length;
const wide = 12;

export function twoLayers(seed: number): Weights {
  const wired = wiredWeights(seed);
  const size = vocabulary.length;
  const of = (name: string): Float32Array => wired[name]?.data ?? new Float32Array();
  const [input, bias] = [of('rnn.weight_ih_l0'), of('rnn.bias_ih_l0')];
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
  const first = { input: zeros(4 * size, size), recurrent: zeros(4 * size, size), bias: zeros(4 * size) };
  // Input and output gates open, forget gate shut, the candidate 1 at its own token and -1 elsewhere.
  for (let neuron = 0; neuron < size; neuron++) {
    [wide, -wide, -wide, wide].forEach((open, gate) => {
      first.bias.data[gate * size + neuron] = open;
    });
    first.input.data[(2 * size + neuron) * size + neuron] = 2 * wide;
  }
  // The hidden states are +-full: W one + b = (W / 2 full) hidden + (b + W 1 / 2).
  const second = { input: zeros(4 * units, size), bias: zeros(4 * units) };
  for (let row = 0; row < 4 * units; row++) {
    let sum = bias[row] ?? 0;
    for (let token = 0; token < size; token++) {
      const weight = input[row * size + token] ?? 0;
      second.input.data[row * size + token] = weight / (2 * full);
      sum += weight / 2;
    }
    second.bias.data[row] = sum;
  }
  const kept = (name: string) => wired[name] ?? zeros(0);
  return {
    'rnn.weight_ih_l0': first.input,
    'rnn.weight_hh_l0': first.recurrent,
    'rnn.bias_ih_l0': first.bias,
    'rnn.bias_hh_l0': zeros(4 * size),
    'rnn.weight_ih_l1': second.input,
    'rnn.weight_hh_l1': kept('rnn.weight_hh_l0'),
    'rnn.bias_ih_l1': second.bias,
    'rnn.bias_hh_l1': kept('rnn.bias_hh_l0'),
    'decoder.weight': kept('decoder.weight'),
    'decoder.bias': kept('decoder.bias'),
  };
}
