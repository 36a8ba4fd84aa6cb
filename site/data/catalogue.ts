/** The features of the catalogue as choices of 'guess the feature'. */
import { catalogue } from '../../runner/features/catalogue.ts';
import { describeFeature, isFeatureOf } from '../../runner/features/features.ts';
import type { PlainFeature } from '../words/guess/rounds.ts';

export const plainCatalogue = (unit: 'word' | 'character'): PlainFeature[] =>
  catalogue(unit).map((feature) => ({
    name: feature.name,
    description: describeFeature(feature, unit),
    match: isFeatureOf(feature, 'match') ? feature.match : null,
  }));
