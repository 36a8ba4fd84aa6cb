/** How well each neuron of a network tells a feature, out of an atlas' tables. Pure. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';

export interface Cloud {
  name: string;
  /** [neurons] How far the local AUC of each is from 0.5. */
  distances: ArrayLike<number>;
  /** That of the neuron that is ringed, and which it is, where that is known. */
  ringed: number;
  neuron: number | null;
  /** Drawn larger than the others. */
  own: boolean;
}

export interface AtlasTables {
  atlas: Atlas;
  map: AtlasMap;
  untrained: Float32Array | null;
}

/** [neurons] A table's local AUCs of one feature, less 0.5. @throws RangeError when the atlas lacks the feature. */
function effectsOf(
  { atlas: { features, neurons } }: AtlasTables,
  table: Float32Array,
  name: string,
  network = 0,
): number[] {
  const feature = features.findIndex((each) => each.name === name);
  if (feature === -1) throw new RangeError(`the atlas has no feature "${name}"`);
  const of = (neuron: number): number => at(table, (network * neurons + neuron) * features.length + feature) - 0.5;
  return Array.from({ length: neurons }, (_, neuron) => of(neuron));
}

/** The neurons by a feature on the half that chose, and on the other, turned as they were on the first; ringed is the best of the first. */
export function halves(read: AtlasTables, name: string): { chosen: Cloud; again: Cloud } {
  const signed = effectsOf(read, read.map.discovery, name);
  const distances = signed.map(Math.abs);
  const again = effectsOf(read, read.map.confirmation, name).map(
    (each, neuron) => each * Math.sign(at(signed, neuron)),
  );
  const neuron = distances.indexOf(Math.max(...distances));
  if (neuron === -1) throw new RangeError(`the atlas could not test "${name}"`);
  const cloud = (own: readonly number[]): Cloud => ({
    name,
    distances: own,
    ringed: at(own, neuron),
    neuron,
    own: true,
  });
  return { chosen: cloud(distances), again: cloud(again) };
}

/**
 * The neurons of this network by a feature, then those of networks that never learned, as many as the atlas has.
 * @param best of each of them, as its half chose it.
 */
export function beside(
  read: AtlasTables,
  name: string,
  lead: { neuron: number; distance: number },
  best: readonly number[],
): Cloud[] {
  const { untrained, map } = read;
  const distances = (table: Float32Array, network = 0) => effectsOf(read, table, name, network).map(Math.abs);
  return [
    { name: 'trained', distances: distances(map.confirmation), ringed: lead.distance, neuron: lead.neuron, own: true },
    ...best.slice(0, read.atlas.networks).map((ringed, network) => ({
      name: `untrained ${network + 1}`,
      ringed,
      neuron: null,
      own: false,
      distances: untrained === null ? [] : distances(untrained, network),
    })),
  ];
}
