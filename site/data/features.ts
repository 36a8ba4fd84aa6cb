/** Every feature of every atlas, with what is known of it; and the same feature in other networks. Node only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arraysOf, type StrongestArrays, strongestTable } from '../../runner/analysis/atlas/atlas-arrays.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { allClaims } from '../words/claims.ts';
import { acrossFolder } from '../words/features/address.ts';
import { type FeatureSummary, featureSummaryOf } from '../words/features/told.ts';
import { atlases, type LoadedAtlas } from './atlas.ts';
import { resultsDirectory } from './places.ts';

export interface FeatureInAtlas {
  loaded: LoadedAtlas;
  /** The feature's number in its atlas, from 0. */
  number: number;
}

/** In the order of the experiments and of their atlases. */
export const allFeatures = async (): Promise<FeatureInAtlas[]> =>
  (await atlases()).flatMap((loaded) => loaded.atlas.features.map((_, number) => ({ loaded, number })));

/** The claims on the feature and the component that the atlas is of. */
export const claimsOf = ({ loaded: { experiment, atlas }, number }: FeatureInAtlas): Claim[] =>
  allClaims(experiment.result).filter(
    ({ feature, component, layer }) =>
      feature === atlas.features[number]?.name && component === atlas.component && layer === atlas.layer,
  );

const read = new WeakMap<LoadedAtlas, Promise<StrongestArrays>>();

/** What of an atlas is told of its best neurons; read once. */
function strongestIn(loaded: LoadedAtlas): Promise<StrongestArrays> {
  const { atlas, experiment } = loaded;
  const { strongest, features } = atlas;
  const before = read.get(loaded);
  if (before) return before;
  const reading = readFile(join(resultsDirectory(), experiment.id, strongest.path)).then((bytes) =>
    arraysOf(strongestTable, bytes, strongest.path, { ...strongest, features }),
  );
  read.set(loaded, reading);
  return reading;
}

export async function featureTold({ loaded, number }: FeatureInAtlas): Promise<FeatureSummary> {
  const { atlas, map, untrained, tokens } = loaded;
  return featureSummaryOf({ atlas, map, untrained, tokens, strongest: await strongestIn(loaded) }, number);
}

/** The feature of this name in all networks that were asked for it. */
export const sameFeature = (all: readonly FeatureInAtlas[], name: string): FeatureInAtlas[] =>
  all.filter(({ loaded, number }) => acrossFolder(loaded.atlas.features[number]?.name ?? '') === acrossFolder(name));
