/** By what a feature's neurons are ranked on its page: by how well they tell it on new pages, where an atlas says. Node only. */
import { at } from '../../runner/core/at.ts';
import type { FeatureResult } from '../../runner/experiment/results/schema.ts';
import type { Experiment } from '../words/experiment.ts';
import { folded } from '../words/folded.ts';
import { hasRelevance } from '../words/ranking.ts';
import type { ReadingData } from '../words/script-data.ts';
import { atlasOf } from './atlas.ts';

const short = (score: number): number => Number(score.toFixed(3));

export async function rankingOf(
  experiment: Experiment,
  feature: Pick<FeatureResult, 'name' | 'relevance'>,
): Promise<ReadingData['ranking']> {
  const loaded = await atlasOf(experiment);
  const number = loaded?.atlas.features.findIndex(({ name }) => name === feature.name) ?? -1;
  if (loaded && number !== -1 && loaded.atlas.features[number]?.untestable === null) {
    const { atlas, map } = loaded;
    const values = Array.from({ length: atlas.neurons }, (_, neuron) =>
      short(folded(at(map.confirmation, neuron * atlas.features.length + number)).auc),
    );
    return { by: 'score', values };
  }
  const relevance = hasRelevance(feature) ? feature.relevance?.relevance : undefined;
  return relevance === undefined ? null : { by: 'relevance', values: relevance.map(short) };
}
