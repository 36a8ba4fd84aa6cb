/** The features of the catalogue: as choices of 'guess the feature', and what marks them. */
import type { Unit } from '../../runner/core/cut.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { catalogue } from '../../runner/text/labels/catalogue.ts';
import { describeFeature, isFeatureOf } from '../../runner/text/labels/features.ts';
import type { PlainFeature } from '../words/guess/rounds.ts';

/** Whether a tagger says which tokens carry the feature: one of the manifest, or else of the catalogue. */
export function isTagged({ manifest, model }: Pick<Result, 'manifest' | 'model'>, name: string): boolean {
  const found = [...manifest.features, ...catalogue(model.unit)].find((feature) => feature.name === name);
  return found !== undefined && isFeatureOf(found, 'partOfSpeech');
}

export const plainCatalogue = (unit: Unit): PlainFeature[] =>
  catalogue(unit).map((feature) => ({
    name: feature.name,
    description: describeFeature(feature, unit),
    match: isFeatureOf(feature, 'match') ? feature.match : null,
  }));
