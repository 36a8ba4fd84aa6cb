/**
 * Networks that read the last three tokens, a trained one more clearly than those that never learnt, and a label that a
 * hash of these three tokens decides: the trained network tells it better, and nobody has learned it. Pure.
 */

import { at } from '../core/at.ts';
import { type Random, random as seeded } from '../core/random.ts';
import type { TestedText } from '../stats/tested-text.ts';
import type { Half, Simulated } from './simulate.ts';

const documents = 40;
const sources = 4;
const length = 224;
const neurons = 12;
/** Token types; each is as frequent as the others. */
const vocabulary = 8;
const read = 3;
/** Standard deviation of a neuron's noise, where what it says of each of the three tokens has one of 1. */
const noise = { trained: 0.5, untrained: 8 } as const;
const untrained = 5;

/** [neurons] each [read x vocabulary] What each of the last tokens adds, the present one first. */
type Reader = readonly Float64Array[];

export function wordReaders(random: Random): Simulated {
  const readers = Array.from({ length: 1 + untrained }, () => readerOf(random));
  const label = Uint8Array.from({ length: vocabulary ** read }, () => random.below(2));
  const half = (): Half => {
    const text = textOf(random);
    const [own = [], ...others] = readers;
    const activations = activationsOf(text, own, noise.trained, random);
    const untrained = others.map((reader) => {
      const seed = random.bits();
      return () => activationsOf(text, reader, noise.untrained, seeded(seed));
    });
    return { text, activations, masks: [labelled(text.types, label)], untrained };
  };
  return { discovery: half(), confirmation: half() };
}

const readerOf = ({ normal }: Random): Reader =>
  Array.from({ length: neurons }, () => Float64Array.from({ length: read * vocabulary }, normal));

const textOf = ({ below }: Random): TestedText => ({
  length,
  segments: 1,
  sources: Int32Array.from({ length: documents }, (_, document) => document % sources),
  types: Int32Array.from({ length: documents * length }, () => below(vocabulary)),
});

/** The token so many before, within its document; the first has been there before it. */
const before = (types: Int32Array, t: number, back: number): number => at(types, t - Math.min(back, t % length));

const activationsOf = ({ types }: TestedText, reader: Reader, spread: number, { normal }: Random): Float32Array[] =>
  reader.map((adds) =>
    Float32Array.from(types, (_, t) => {
      let sum = spread * normal();
      for (let back = 0; back < read; back++) sum += at(adds, back * vocabulary + before(types, t, back));
      return sum;
    }),
  );

const labelled = (types: Int32Array, label: Uint8Array): Uint8Array =>
  Uint8Array.from(types, (_, t) => {
    let sequence = 0;
    for (let back = 0; back < read; back++) sequence = sequence * vocabulary + before(types, t, back);
    return at(label, sequence);
  });
