/** The kinds of features that there are, and what can be said of a feature whatever its kind. Pure. */
import type { z } from 'zod';
import type { FeatureValues } from '../../core/values.ts';
import { control } from './kinds/control.ts';
import { count } from './kinds/count.ts';
import { frequency } from './kinds/frequency.ts';
import { indentation } from './kinds/indentation.ts';
import { labels } from './kinds/labels.ts';
import { match } from './kinds/match.ts';
import { nesting } from './kinds/nesting.ts';
import { partOfSpeech } from './kinds/part-of-speech.ts';
import { passage } from './kinds/passage.ts';
import { position } from './kinds/position.ts';
import { previous } from './kinds/previous.ts';
import { scope } from './kinds/scope.ts';
import { wordLength } from './kinds/word-length.ts';
import { words } from './kinds/words.ts';
import { featureLanguage, type UnderTheirKeys } from './language.ts';

const kinds = {
  match,
  partOfSpeech,
  words,
  nesting,
  position,
  frequency,
  wordLength,
  previous,
  count,
  passage,
  scope,
  indentation,
  labels,
  control,
};

/** Each kind under the key that tells it in a manifest. */
export const featureKinds = kinds satisfies UnderTheirKeys<typeof kinds>;

export const {
  schema: featureSchema,
  resolvedSchema: resolvedFeatureSchema,
  isOf: isFeatureOf,
  complete: completeFeature,
  contradictions: featureContradictions,
  synonyms: featureSynonyms,
  onlyObserved,
  need: featuresNeed,
  mark: markFeature,
  values: featureValues,
  describe: describeFeature,
  says: saidOfFeature,
  numberBehind,
  decidedByToken,
  referenceClass,
  referenceMask,
  within: withinFeature,
} = featureLanguage(featureKinds);

/** What a token must be to carry the feature. */
export type Feature = z.output<typeof resolvedFeatureSchema>;
/** As a manifest has it: `{ name: 'nouns', partOfSpeech: ['NN', 'NNS'] }`. */
export type WrittenFeature = z.input<typeof featureSchema>;
/** As `Feature`, with a word list's file not read yet. */
export type UnreadFeature = z.output<typeof featureSchema>;

/** The values of the feature within which another is asked, where it names one. @param marked those that can be named. */
export function valuesWithin(feature: Feature, marked: readonly MarkedFeature[]): FeatureValues | undefined {
  const name = withinFeature(feature);
  return name === null ? undefined : marked.find((other) => other.feature.name === name)?.mask;
}

/** A feature, and which tokens of a text carry it, or which number each has. */
export interface MarkedFeature {
  feature: Feature;
  /** [tokens] 1 where a token carries it; of a number the number, NaN where a token has none. */
  mask: FeatureValues;
}
