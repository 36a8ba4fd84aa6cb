/**
 * Which neuron of a network has the largest effect, for many features and token sets at once: the choice on the
 * discovery half that every control of E4 makes for itself. Pure.
 */
import { centredRanks } from '../stats/centred-ranks.ts';
import { segmentRanks } from '../stats/ranks.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import type { Activations } from '../stats/tested-text.ts';

export interface ChosenNeuron {
  neuron: number;
  /** 1: higher at the feature; -1: lower. */
  sign: 1 | -1;
}

export interface BestNeuronsTask {
  units: SwapUnits;
  activations: Activations;
  /** [features] each [tokens] 1 where a token carries the feature. */
  masks: readonly Uint8Array[];
  /** Token sets, in groups (one group for each feature, say), each set the ids of its types. */
  sets?: readonly (readonly Int32Array[])[];
  /** [tokens] The type of each token. */
  types: Int32Array;
}

export interface BestNeurons {
  /** By mask. */
  masks: ChosenNeuron[];
  /** By group, by set. */
  sets: ChosenNeuron[][];
}

/** Keeps the largest of the sums it is shown; the first of equal ones. */
class Largest {
  #size = -1;
  chosen: ChosenNeuron = { neuron: 0, sign: 1 };

  see(neuron: number, sum: number): void {
    if (Math.abs(sum) <= this.#size) return;
    this.#size = Math.abs(sum);
    this.chosen = { neuron, sign: sum < 0 ? -1 : 1 };
  }
}

/**
 * Each neuron is ranked once; the effect of a set is the sum over its types of the type's sum of ranks, so that a
 * hundred sets cost little more than one. What an effect is divided by is the same for all neurons and is left out.
 */
export function bestNeurons({ units, activations, masks, sets = [], types }: BestNeuronsTask): BestNeurons {
  const positions = masks.map((mask) => Int32Array.from(mask.keys()).filter((t) => mask[t] === 1));
  const bestOfMask = masks.map(() => new Largest());
  const bestOfSet = sets.map((group) => group.map(() => new Largest()));
  const bySets = sets.some((group) => group.length > 0);
  const typeSums = new Float64Array(1 + types.reduce((largest, type) => Math.max(largest, type), 0));
  activations.forEach((activation, neuron) => {
    const centred = centredRanks(segmentRanks(activation, units.segment), units);
    positions.forEach((places, feature) => {
      let sum = 0;
      for (const t of places) sum += centred[t] as number;
      bestOfMask[feature]?.see(neuron, sum);
    });
    if (!bySets) return;
    typeSums.fill(0);
    for (let t = 0; t < centred.length; t++) {
      const type = types[t] as number;
      typeSums[type] = (typeSums[type] as number) + (centred[t] as number);
    }
    sets.forEach((group, feature) => {
      group.forEach((set, index) => {
        let sum = 0;
        // A type that this text lacks adds nothing.
        for (const type of set) sum += typeSums[type] ?? 0;
        bestOfSet[feature]?.[index]?.see(neuron, sum);
      });
    });
  });
  return {
    masks: bestOfMask.map(({ chosen }) => chosen),
    sets: bestOfSet.map((group) => group.map(({ chosen }) => chosen)),
  };
}
