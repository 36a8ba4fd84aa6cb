/**
 * Networks that read the last tokens, a trained one more clearly than those that never learnt, and a label that these tokens
 * decide without meaning: the trained network tells it better, and nobody has learned it. Pure.
 */

import { mapHalves } from '../../runner/analysis/findings/bench.ts';
import { at } from '../../runner/core/at.ts';
import { type Random, random as seeded, shuffle } from '../../runner/core/random.ts';
import type { Half, SimulatedText } from './simulate.ts';

const documents = 40;
const sources = 4;
const length = 224;
const neurons = 12;
/** Standard deviation of a neuron's noise, where what it says of each of the tokens has one of 1. */
const noise = { trained: 0.5, untrained: 8 } as const;
const untrained = 5;

/** The label is a hash of the last three tokens. */
export const hashReaders = (random: Random): SimulatedText =>
  wordReaders(3, 8, random, (sequences) => Uint8Array.from({ length: sequences }, () => random.below(2)));

/** The label is a list of twelve words drawn at random. */
export const listReaders = (random: Random): SimulatedText =>
  wordReaders(1, 300, random, (types) => {
    const listed = shuffle([...Array(types).keys()], random).slice(0, 12);
    return Uint8Array.from({ length: types }, (_, type) => Number(listed.includes(type)));
  });

/** @param read how many of the last tokens the network reads, each of one of so many types, which are equally frequent. @param labelsOf of so many sequences of them. */
function wordReaders(
  read: number,
  vocabulary: number,
  random: Random,
  labelsOf: (sequences: number) => Uint8Array,
): SimulatedText {
  /** [networks] each [neurons] each [read x vocabulary] What each of the last tokens adds, the present one first. */
  const [own = [], ...others] = Array.from({ length: 1 + untrained }, () =>
    Array.from({ length: neurons }, () => Float64Array.from({ length: read * vocabulary }, random.normal)),
  );
  const labels = labelsOf(vocabulary ** read);
  return mapHalves((): Half => {
    const types = Int32Array.from({ length: documents * length }, () => random.below(vocabulary));
    /** [tokens] The last types, the present one first; before the first of its document that has been there too. */
    const lasts = Array.from(types, (_, t) =>
      Array.from({ length: read }, (_each, back) => at(types, t - Math.min(back, t % length))),
    );
    const activationsOf = (reader: readonly Float64Array[], spread: number, { normal }: Random) =>
      reader.map((adds) =>
        Float32Array.from(lasts, (last) =>
          last.reduce((sum, type, back) => sum + at(adds, back * vocabulary + type), spread * normal()),
        ),
      );
    return {
      text: { length, segments: 1, sources: Int32Array.from({ length: documents }, (_, d) => d % sources), types },
      activations: activationsOf(own, noise.trained, random),
      masks: [
        Uint8Array.from(lasts, (last) =>
          at(
            labels,
            last.reduce((sum, type) => sum * vocabulary + type, 0),
          ),
        ),
      ],
      untrained: others.map((reader) => {
        const seed = random.bits();
        return () => activationsOf(reader, noise.untrained, seeded(seed));
      }),
    };
  });
}
