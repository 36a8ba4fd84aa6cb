/**
 * The stage `compare`: the features that neurons are compared by, and which tokens carry them: all neurons in the atlas, and those
 * of claims, where another feature may go with the claimed one; and of ranges the numbers that they are ranges of.
 */

import { item } from '../core/at.ts';
import { catalogue } from '../text/labels/catalogue.ts';
import { type Feature, numberBehind } from '../text/labels/features.ts';
import type { ComparedFeatures, RecordedContext } from './context.ts';
import { featureTools } from './feature-tools.ts';
import { evidenceLevel } from './manifest/evidence.ts';
import { markObserved } from './mark-text.ts';

export async function compare({
  manifest,
  marked,
  corpus,
  observed,
  paths,
  tools,
}: RecordedContext): Promise<ComparedFeatures> {
  if (manifest.atlas === 'none' && evidenceLevel(manifest.evidence) === 'none') return { compared: marked };
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  // Several ranges of one number have it marked once.
  const numbers = new Map<string, Feature>();
  const keyOf = (feature: Feature): string | null => {
    const number = numberBehind(feature);
    if (number === null) return null;
    const key = JSON.stringify({ ...number, name: '' });
    numbers.set(key, number);
    return key;
  };
  const all = [...marked.map(({ feature }) => feature), ...others];
  const keys = all.map(keyOf);
  const needed = [...others, ...numbers.values()];
  const marks = markObserved(
    needed,
    observed,
    await featureTools(needed, { tagger: manifest.tagger, corpus, cwd: paths.cwd }),
  );
  const behind = new Map(
    [...numbers].map(([key, feature], n) => [key, { feature, mask: item(marks, others.length + n) }]),
  );
  return {
    compared: all.map((feature, f) => ({
      feature,
      mask: marked[f]?.mask ?? item(marks, f - marked.length),
      number: behind.get(keys[f] ?? '') ?? null,
    })),
  };
}
