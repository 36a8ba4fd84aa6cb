/** A feature's numbers, of all neurons, beside its page. */
import type { APIRoute } from 'astro';
import { allFeatures, type FeatureInAtlas, featureTold } from '../../../../data/features.ts';
import { isLearned } from '../../../../words/atlas/learned.ts';
import { featureFolder } from '../../../../words/page-features.ts';
import { jsonResponse } from '../_routes.ts';

export async function getStaticPaths() {
  return (await allFeatures()).map((own) => ({
    params: { id: own.loaded.experiment.id, feature: featureFolder(own.loaded.atlas, own.number + 1) },
    props: own,
  }));
}

/**
 * `effects` [neurons] are local AUCs on the confirmation half, within the feature's class: below .5, lower at the feature; `learned` the
 * neurons that learned to tell it; `untrained` the best neuron of each untrained network, as distance from .5.
 */
export const GET: APIRoute<FeatureInAtlas> = async ({ props: own }) => {
  const { loaded, number } = own;
  const { atlas, map, experiment } = loaded;
  const { component, layer, range } = atlas;
  const { feature, networks, effects, untrained, best } = await featureTold(own);
  const learned = effects.flatMap((_, neuron) => (isLearned(atlas, map, neuron, number) ? [neuron] : []));
  return jsonResponse(
    {
      experiment: experiment.id,
      component,
      layer,
      range,
      feature,
      networks,
      effects,
      learned,
      untrained: untrained?.best ?? [],
      best,
    },
    4,
  );
};
