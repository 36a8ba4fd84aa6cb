/** What marks the features of the catalogue. */
import type { Result } from '../../runner/experiment/results/schema.ts';
import { catalogue } from '../../runner/text/labels/catalogue.ts';
import { isFeatureOf } from '../../runner/text/labels/features.ts';

/** Whether a tagger says which tokens carry the feature: one of the manifest, or else of the catalogue. */
export function isTagged({ manifest, model }: Pick<Result, 'manifest' | 'model'>, name: string): boolean {
  const found = [...manifest.features, ...catalogue(model.unit)].find((feature) => feature.name === name);
  return found !== undefined && isFeatureOf(found, 'partOfSpeech');
}
