/**
 * A recording of a real model with the labels of other documents: nothing can be found in it, and yet its activations,
 * their ties and their memory are those of a network that reads. Pure.
 */

import type { TestedText } from '../../runner/analysis/stats/tested-text.ts';
import { item } from '../../runner/core/at.ts';
import { type Random, shuffle } from '../../runner/core/random.ts';
import type { Half, SimulatedText } from './simulate.ts';

/** One half as it was read, with its own labels. Typed arrays lie in shared memory, so that threads need no copy. */
export interface RealHalf {
  text: TestedText;
  /** [neurons] each [tokens]. */
  activations: readonly Float32Array[];
  /** [features] each [tokens]. */
  masks: readonly Uint8Array[];
}

export interface RealRecording {
  discovery: RealHalf;
  confirmation: RealHalf;
}

/** Gives every document the labels of one from another source, and takes some of the neurons. */
export function relabelled({ discovery, confirmation }: RealRecording, neurons: number, random: Random): SimulatedText {
  const chosen = shuffle([...discovery.activations.keys()], random).slice(0, neurons);
  const half = (real: RealHalf): Half => {
    const documents = crossSource(real.text.sources, random);
    return {
      text: real.text,
      activations: chosen.map((neuron) => item(real.activations, neuron)),
      masks: real.masks.map((mask) => rearranged(mask, documents)),
      untrained: [],
    };
  };
  return { discovery: half(discovery), confirmation: half(confirmation) };
}

/**
 * A random order of the documents in which none takes the place of one from its own source.
 * @throws RangeError when a source has more than half of the documents: then there is none.
 */
export function crossSource(sources: Int32Array, random: Random): number[] {
  const order = shuffle([...sources.keys()], random);
  const own = (place: number, document: number | undefined) => sources[document ?? -1] === sources[place];
  const largest = Math.max(
    ...Map.groupBy(sources, (source) => source)
      .values()
      .map((all) => all.length),
  );
  if (2 * largest > sources.length) throw new RangeError('crossSource: one source has more than half of the documents');
  // The places are gone through in a random order too, so that no document of a source is unlike another.
  for (const place of shuffle([...sources.keys()], random)) {
    while (own(place, order[place])) {
      const other = random.below(order.length);
      const [here, there] = [order[place], order[other]];
      if (own(other, here) || own(place, there) || here === undefined || there === undefined) continue;
      order[place] = there;
      order[other] = here;
    }
  }
  return order;
}

function rearranged(mask: Uint8Array, documents: readonly number[]): Uint8Array {
  const tokens = mask.length / documents.length;
  const result = new Uint8Array(mask.length);
  documents.forEach((from, to) => {
    result.set(mask.subarray(from * tokens, (from + 1) * tokens), to * tokens);
  });
  return result;
}
