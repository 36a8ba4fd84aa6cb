/**
 * Networks that read the last tokens, a trained one more clearly than those that never learnt, and a label that these tokens
 * decide without meaning: the trained network tells it better, and nobody has learned it. Pure.
 */

import type { TestedText } from '../../runner/analysis/stats/tested-text.ts';
import { at } from '../../runner/core/at.ts';
import { type Random, random as seeded, shuffle } from '../../runner/core/random.ts';
import type { Half, SimulatedText } from './simulate.ts';

const documents = 40;
const sources = 4;
const length = 224;
const neurons = 12;
/** Of how many tokens the network reads, of how many types; each type is as frequent as the others. */
interface Reading {
  read: number;
  vocabulary: number;
}
/** Standard deviation of a neuron's noise, where what it says of each of the three tokens has one of 1. */
const noise = { trained: 0.5, untrained: 8 } as const;
const untrained = 5;

/** [neurons] each [read x vocabulary] What each of the last tokens adds, the present one first. */
type Reader = readonly Float64Array[];

/** The label is a hash of the last three tokens. */
export const hashReaders = (random: Random): SimulatedText =>
  wordReaders(
    { read: 3, vocabulary: 8 },
    (sequences) => Uint8Array.from({ length: sequences }, () => random.below(2)),
    random,
  );

/** Types in a list. */
const listed = 12;

/** The label is a list of words drawn at random. */
export const listReaders = (random: Random): SimulatedText =>
  wordReaders(
    { read: 1, vocabulary: 300 },
    (types) => {
      const list = new Set(shuffle([...Array(types).keys()], random).slice(0, listed));
      return Uint8Array.from({ length: types }, (_, type) => (list.has(type) ? 1 : 0));
    },
    random,
  );

/** @param labelOf of so many sequences of tokens, the label of each. */
function wordReaders(reading: Reading, labelOf: (sequences: number) => Uint8Array, random: Random): SimulatedText {
  const { read, vocabulary } = reading;
  const readers = Array.from({ length: 1 + untrained }, () => readerOf(reading, random));
  const label = labelOf(vocabulary ** read);
  const half = (): Half => {
    const text = textOf(vocabulary, random);
    const [own = [], ...others] = readers;
    const activations = activationsOf(text, { reading, reader: own, spread: noise.trained }, random);
    const untrained = others.map((reader) => {
      const seed = random.bits();
      return () => activationsOf(text, { reading, reader, spread: noise.untrained }, seeded(seed));
    });
    return { text, activations, masks: [labelled(text.types, reading, label)], untrained };
  };
  return { discovery: half(), confirmation: half() };
}

const readerOf = ({ read, vocabulary }: Reading, { normal }: Random): Reader =>
  Array.from({ length: neurons }, () => Float64Array.from({ length: read * vocabulary }, normal));

const textOf = (vocabulary: number, { below }: Random): TestedText => ({
  length,
  segments: 1,
  sources: Int32Array.from({ length: documents }, (_, document) => document % sources),
  types: Int32Array.from({ length: documents * length }, () => below(vocabulary)),
});

/** The token so many before, within its document; the first has been there before it. */
const before = (types: Int32Array, t: number, back: number): number => at(types, t - Math.min(back, t % length));

const activationsOf = (
  { types }: TestedText,
  { reading: { read, vocabulary }, reader, spread }: { reading: Reading; reader: Reader; spread: number },
  { normal }: Random,
): Float32Array[] =>
  reader.map((adds) =>
    Float32Array.from(types, (_, t) => {
      let sum = spread * normal();
      for (let back = 0; back < read; back++) sum += at(adds, back * vocabulary + before(types, t, back));
      return sum;
    }),
  );

const labelled = (types: Int32Array, { read, vocabulary }: Reading, label: Uint8Array): Uint8Array =>
  Uint8Array.from(types, (_, t) => {
    let sequence = 0;
    for (let back = 0; back < read; back++) sequence = sequence * vocabulary + before(types, t, back);
    return at(label, sequence);
  });
