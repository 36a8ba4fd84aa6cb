/** The features of the catalogue as choices of 'guess the feature'. */
import type { Unit } from '../../runner/core/cut.ts';
import { catalogue } from '../../runner/features/catalogue.ts';
import { describeFeature, isFeatureOf } from '../../runner/features/features.ts';
import type { PlainFeature } from '../words/guess/rounds.ts';

export const plainCatalogue = (unit: Unit): PlainFeature[] =>
  catalogue(unit).map((feature) => ({
    name: feature.name,
    description: describeFeature(feature, unit),
    match: isFeatureOf(feature, 'match') ? feature.match : null,
  }));
