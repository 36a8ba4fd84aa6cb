/** A feature's numbers, of all neurons, beside its page. */
import type { APIRoute } from 'astro';
import { cutOf } from '../../../../../runner/core/cut.ts';
import { allFeatures, claimsOf, type FeatureInAtlas, featureTold } from '../../../../data/features.ts';
import { isLearned } from '../../../../words/atlas/learned.ts';
import { featureFile } from '../../../../words/features/file.ts';
import { featureFolder } from '../../../../words/page-features.ts';
import { jsonResponse } from '../_routes.ts';

export async function getStaticPaths() {
  return (await allFeatures()).map((own) => ({
    params: { id: own.loaded.experiment.id, feature: featureFolder(own.loaded.atlas, own.number + 1) },
    props: own,
  }));
}

export const GET: APIRoute<FeatureInAtlas> = async ({ props: own }) => {
  const { loaded, number } = own;
  const { atlas, map, experiment } = loaded;
  const told = await featureTold(own);
  const learned = told.effects.flatMap((_, neuron) => (isLearned(atlas, map, neuron, number) ? [neuron] : []));
  return jsonResponse(
    featureFile(
      { ...atlas, experiment: experiment.id, cut: cutOf(experiment.result.model) },
      told,
      learned,
      claimsOf(own),
    ),
    4,
  );
};
