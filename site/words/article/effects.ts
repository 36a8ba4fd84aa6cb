/** The effects of all neurons on one feature, out of an atlas' tables. Pure. */

import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';

export interface SplitHalfEffects {
  /** [neurons] Local AUC minus .5 on the half that chose, turned so that none is negative. */
  chosen: number[];
  /** [neurons] The same on the other half, turned the same way: what was chance falls back to 0, or below. */
  again: number[];
  /** The neuron that is furthest from .5 on the half that chose. */
  best: number;
}

/** @throws RangeError when the atlas lacks the feature, or could not test it. */
export function splitHalfEffectsOf({ atlas, map }: { atlas: Atlas; map: AtlasMap }, name: string): SplitHalfEffects {
  const feature = featureIndex(atlas, name);
  const of = (table: Float32Array, neuron: number): number => at(table, neuron * atlas.features.length + feature);
  const signed = Array.from({ length: atlas.neurons }, (_, neuron) => of(map.discovery, neuron) - 0.5);
  const chosen = signed.map(Math.abs);
  const again = signed.map((effect, neuron) => (of(map.confirmation, neuron) - 0.5) * (effect < 0 ? -1 : 1));
  const largest = Math.max(...chosen);
  if (Number.isNaN(largest)) throw new RangeError(`the atlas could not test "${name}"`);
  return { chosen, again, best: chosen.indexOf(largest) };
}

/** Distances from .5 on the other half of the neurons of one network: trained, or the untrained one of that number. */
export function distancesOf(
  { atlas, map, untrained }: { atlas: Atlas; map: AtlasMap; untrained: Float32Array | null },
  name: string,
  network: 'trained' | number,
): number[] {
  const feature = featureIndex(atlas, name);
  const table = network === 'trained' ? map.confirmation : untrained;
  if (table === null) throw new RangeError('the atlas has no untrained networks');
  const before = network === 'trained' ? 0 : network * atlas.neurons;
  return Array.from({ length: atlas.neurons }, (_, neuron) =>
    Math.abs(at(table, (before + neuron) * atlas.features.length + feature) - 0.5),
  );
}

function featureIndex({ features }: Atlas, name: string): number {
  const index = features.findIndex((each) => each.name === name);
  if (index === -1) throw new RangeError(`the atlas has no feature "${name}"`);
  return index;
}
