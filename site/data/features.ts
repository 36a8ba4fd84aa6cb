/** Every feature of every atlas, with what is known of it; and the same feature in other networks. Node only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arraysOf, strongestTable } from '../../runner/analysis/atlas/atlas-arrays.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { atlasClaims } from '../words/atlas/address.ts';
import type { Experiment } from '../words/experiment.ts';
import { type FeatureSummary, featureSummaryOf } from '../words/features/told.ts';
import { acrossFolder, featureFolder, featurePath, featureUrl, pageFeatures } from '../words/page-features.ts';
import { remembered } from '../words/remembered.ts';
import { experimentUrl } from '../words/url.ts';
import { atlases, atlasOf, type LoadedAtlas } from './atlas.ts';
import { resultsDirectory } from './places.ts';

export interface FeatureInAtlas {
  loaded: LoadedAtlas;
  /** The feature's number in its atlas, from 0. */
  number: number;
}

/** In the order of the experiments and of their atlases. */
export const allFeatures = async (): Promise<FeatureInAtlas[]> =>
  (await atlases()).flatMap((loaded) => loaded.atlas.features.map((_, number) => ({ loaded, number })));

/** Those of one name together, by the folder that the name has across experiments. */
export const featuresAcross = async (): Promise<Map<string, FeatureInAtlas[]>> =>
  Map.groupBy(await allFeatures(), ({ loaded, number }) => acrossFolder(loaded.atlas.features[number]?.name ?? ''));

/** The claims on the feature and the component that the atlas is of. */
export const claimsOf = ({ loaded: { experiment, atlas }, number }: FeatureInAtlas): Claim[] =>
  atlasClaims(experiment.result).filter(({ feature }) => feature === atlas.features[number]?.name);

/** What of an atlas is told of its best neurons; read once. */
const strongestIn = remembered(async ({ experiment, atlas: { strongest, features } }: LoadedAtlas) => {
  const bytes = await readFile(join(resultsDirectory(), experiment.id, strongest.path));
  return arraysOf(strongestTable, bytes, strongest.path, { ...strongest, features });
});

export async function featureTold({ loaded, number }: FeatureInAtlas): Promise<FeatureSummary> {
  const { atlas, map, untrained, tokens } = loaded;
  return featureSummaryOf({ atlas, map, untrained, tokens, strongest: await strongestIn(loaded) }, number);
}

/** A page of a feature: of one that its experiment asked for, of one of the atlas, or of both; of none where nothing was asked. */
export interface FeaturePage {
  experiment: Experiment;
  /** Its number among the features of the result, from 1. */
  number: number | null;
  own: FeatureInAtlas | null;
}

export interface FeatureRoute {
  params: { id: string; feature: string | undefined };
  /** `to` where the address leads on. */
  props: FeaturePage | { to: string };
}

/** The pages beneath an experiment, and the addresses that lead to one of them: each feature has one page. */
export async function featureRoutes(experiment: Experiment): Promise<FeatureRoute[]> {
  const { id, result } = experiment;
  const loaded = await atlasOf(experiment);
  const all = pageFeatures(result);
  const route = (feature: string | undefined, props: FeatureRoute['props']): FeatureRoute => ({
    params: { id, feature },
    props,
  });
  const ofResult = all.flatMap(({ feature, number, full }) => {
    const folder = featureFolder(result, number);
    if (!full) return [route(folder, { to: `${experimentUrl(id)}#features` })];
    const inAtlas = loaded?.atlas.features.findIndex(({ name }) => name === feature.name) ?? -1;
    const page = { experiment, number, own: loaded && inAtlas !== -1 ? { loaded, number: inAtlas } : null };
    return featurePath(result, number) === ''
      ? [route(undefined, page), route(folder, { to: experimentUrl(id) })]
      : [route(folder, page)];
  });
  const ofAtlas = (loaded?.atlas.features ?? []).map(({ name }, index) => {
    const full = all.find((each) => each.full && each.feature.name === name);
    const props =
      full === undefined
        ? { experiment, number: null, own: loaded && { loaded, number: index } }
        : { to: featureUrl(id, result, full.number) };
    return route(`features/${featureFolder(loaded?.atlas ?? result, index + 1)}`, props);
  });
  const main = all.length === 0 ? [route(undefined, { experiment, number: null, own: null })] : [];
  return [...main, ...ofResult, ...ofAtlas];
}
