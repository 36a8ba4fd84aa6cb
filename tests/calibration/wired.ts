/**
 * Networks wired by hand, of which the truth is known: they predict the language of `quotation-language.ts`. Neurons of the
 * first layer remember whether the text is inside quotation marks (one, unless more are asked for), the next says whether a
 * word has just ended, and the others mean nothing. Pure.
 */
import { random } from '../../runner/core/random.ts';
import { type Architecture, decoderBias, decoderWeight, layerParameters } from '../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { closing, endsWord, logits, opening, vocabulary } from './quotation-language.ts';

export interface Wiring {
  /** An LSTM where it is not said. */
  cell?: 'lstm' | 'gru';
  /** With two, the second's first neuron says what most of those say that remember, and its second whether a word ended. */
  layers?: 1 | 2;
  /** How many neurons remember, each by itself: with more than one, none is needed. */
  latches?: number;
  /** Neurons that remember as well, and that nothing hears; or of which what is heard undoes the first. */
  unheard?: number;
  copies?: 'opposite';
  /** The network believes the opposite of what the neuron that remembers says. */
  wrongWay?: true;
  /** Of each layer. */
  units?: number;
}

/** The first neuron that remembers. */
export const quoteNeuron = 0;
/** The neuron that says whether a word has ended. */
export const wordNeuron = ({ latches = 1 }: Wiring = {}): number => latches;
/** The first that nothing hears. */
export const unheardNeuron = (wiring: Wiring = {}): number => wordNeuron(wiring) + 1;

/** A gate's preactivation that opens it, or with the other sign shuts it, for good. */
const wide = 12;
/** Of the second layer's reading of the first: what three neurons say two to one is as good as certain. */
const gain = 5;

/** A cell's preactivations by which a neuron takes a value, from -1 to 1, or keeps the one that it has; [blocks]. */
const writings = {
  lstm: {
    take: (value: number) => [wide, -wide, value * wide, wide],
    keep: [-wide, wide, 0, wide],
    full: Math.tanh(1),
  },
  gru: { take: (value: number) => [0, -wide, value * wide], keep: [0, wide, 0], full: 1 },
} as const;
/** The block of either cell that says which value is taken. */
const candidate = 2;

/** @param seed of the neurons that mean nothing. */
export function wiredCheckpoint(seed: number, wiring: Wiring = {}): Checkpoint {
  const { cell = 'lstm', layers = 1, latches = 1, unheard = 0, units = 64 } = wiring;
  const architecture: Architecture = { cell, layers, units, embedding: 0, vocabulary: vocabulary.length };
  const weights = initialWeights(architecture, 'glorot', seed);
  const dataOf = (name: string): Float32Array => valueNamed(weights, name).data;
  const { take, keep, full } = writings[cell];
  const decoder = dataOf(decoderWeight);
  const { normal } = random(seed, 0x77697265);
  decoder.forEach((_, index) => {
    decoder[index] = 0.05 * normal();
  });
  const first = layerParameters(1);
  const input = dataOf(first.inputWeight);
  // Livelier than at the start of a training, so that these neurons differ among themselves.
  input.forEach((value, index) => {
    input[index] = 4 * value;
  });

  /** What the neuron's gates are told, whatever it reads; nobody of its layer reads it, so that they know nothing of what it knows. */
  const rewire = (layer: number, neuron: number, blocks: readonly number[]) => {
    const names = layerParameters(layer);
    const [own, recurrent] = [dataOf(names.inputWeight), dataOf(names.recurrentWeight)];
    const width = own.length / (blocks.length * units);
    blocks.forEach((value, block) => {
      const row = block * units + neuron;
      own.fill(0, row * width, (row + 1) * width);
      recurrent.fill(0, row * units, (row + 1) * units);
      dataOf(names.inputBias)[row] = value;
    });
    for (let row = 0; row < blocks.length * units; row++) recurrent[row * units + neuron] = 0;
  };
  /** @param valueAt the value that it takes at a token; undefined where it keeps what it has. */
  const wire = (neuron: number, valueAt: (token: string) => number | undefined) => {
    rewire(1, neuron, new Array(keep.length).fill(0));
    vocabulary.forEach((token, id) => {
      const value = valueAt(token);
      (value === undefined ? keep : take(value)).forEach((each, block) => {
        input[(block * units + neuron) * vocabulary.length + id] = each;
      });
    });
  };
  const remembers = (token: string) => (token === opening ? 1 : token === closing ? -1 : undefined);
  const latched = [...Array(latches).keys()];
  const copies = Array.from({ length: unheard }, (_, each) => unheardNeuron(wiring) + each);
  for (const neuron of [...latched, ...copies]) wire(neuron, remembers);
  wire(wordNeuron(wiring), (token) => (endsWord(token) ? 1 : -1));

  const wired = latches + 1 + unheard;
  let [quotes, words] = [quoteNeuron, wordNeuron(wiring)];
  if (layers === 2) {
    const above = dataOf(layerParameters(2).inputWeight);
    for (let row = 0; row < above.length / units; row++) above.fill(0, row * units, row * units + wired);
    /** Takes at each token what the neurons of the layer below say together. */
    const relay = (neuron: number, below: readonly number[]) => {
      rewire(2, neuron, take(0));
      for (const each of below) above[(candidate * units + neuron) * units + each] = gain;
    };
    relay(0, latched);
    relay(1, [words]);
    [quotes, words] = [0, 1];
  } else {
    for (let id = 0; id < vocabulary.length; id++) decoder.fill(0, id * units, id * units + wired);
  }
  logits.forEach(({ level, inside, afterWord }, id) => {
    dataOf(decoderBias)[id] = level;
    decoder[id * units + quotes] = (wiring.wrongWay ? -inside : inside) / full;
    if (wiring.copies === 'opposite') for (const copy of copies) decoder[id * units + copy] = -inside / full;
    decoder[id * units + words] = afterWord / full;
  });
  return { architecture, unit: 'word', vocabulary: [...vocabulary], weights };
}
