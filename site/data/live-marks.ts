/** What marks a feature: whether a page can find it in a text of the reader’s own, and what it needs for that; whether it takes a tagger. */
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { catalogue } from '../../runner/text/labels/catalogue.ts';
import { isFeatureOf } from '../../runner/text/labels/features.ts';
import { claimsOn } from '../words/claims.ts';
import type { LiveMarks } from '../words/script-data.ts';

const classes = ['words', 'text', 'all'] as const;
const isClass = (among: string): among is (typeof classes)[number] => classes.some((each) => each === among);

/** Null where it takes a tagger or a file, where it is compared with another feature, or where a number is asked for. */
export function liveMarks(
  result: Pick<Result, 'manifest' | 'evidence'>,
  { name, description }: Pick<FeatureResult, 'name' | 'description'>,
): LiveMarks | null {
  const asked = result.manifest.features.find((each) => each.name === name);
  if (asked === undefined || asked.number === true) return null;
  const among = claimsOn(result, { name })[0]?.among ?? asked.among;
  if (among !== undefined && !isClass(among)) return null;
  if (isFeatureOf(asked, 'match')) return { name, description, among: among ?? 'all', match: asked.match };
  if (!isFeatureOf(asked, 'nesting')) return null;
  return { name, description, among: among ?? 'text', nesting: asked.nesting, depth: asked.depth };
}

/** Whether a tagger says which tokens carry the feature: one of the manifest, or else of the catalogue. */
export function isTagged({ manifest, model }: Pick<Result, 'manifest' | 'model'>, name: string): boolean {
  const found = [...manifest.features, ...catalogue(model.unit)].find((feature) => feature.name === name);
  return found !== undefined && isFeatureOf(found, 'partOfSpeech');
}
