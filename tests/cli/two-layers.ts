/**
 * A network of two layers of which the truth is known: the first has a neuron for each token of the language, that is up while
 * the token is read and down otherwise; the second is the network wired by hand (wired.ts), which reads the tokens off those.
 * So its second layer does what that network does, number for number, and what lasts is in the second layer alone.
 */
import { float32At } from '../../runner/core/at.ts';
import { valueNamed } from '../../runner/nn/models/program.ts';
import { full, units, vocabulary, type Weights, wide, wiredWeights } from './wired.ts';

export const firstUnits = vocabulary.length;

export function twoLayers(seed: number): Weights {
  const wired = wiredWeights(seed);
  const size = vocabulary.length;
  const kept = (name: string) => valueNamed(wired, name);
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
  const first = { input: zeros(4 * size, size), bias: zeros(4 * size) };
  // Input and output gates open, forget gate shut, the candidate 1 at its own token and -1 elsewhere.
  for (let neuron = 0; neuron < size; neuron++) {
    for (const [gate, open] of [wide, -wide, -wide, wide].entries()) first.bias.data[gate * size + neuron] = open;
    first.input.data[(2 * size + neuron) * size + neuron] = 2 * wide;
  }
  // The hidden states are +-full: W one + b = (W / 2 full) hidden + (b + W 1 / 2).
  const second = { input: zeros(4 * units, size), bias: zeros(4 * units) };
  second.bias.data.set(kept('rnn.bias_ih_l0').data);
  kept('rnn.weight_ih_l0').data.forEach((weight, place) => {
    const row = Math.floor(place / size);
    second.input.data[place] = weight / (2 * full);
    second.bias.data[row] = float32At(second.bias.data, row) + weight / 2;
  });
  return {
    'rnn.weight_ih_l0': first.input,
    'rnn.weight_hh_l0': zeros(4 * size, size),
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
