/**
 * The stage `compare`: the features that neurons are compared by, and which tokens carry them: all neurons in the atlas, and those
 * of claims, where another feature may go with the claimed one.
 */

import { item } from '../core/at.ts';
import { catalogue } from '../features/catalogue.ts';
import { catalogueCount, evidenceLevel } from '../manifest/evidence.ts';
import type { ComparedFeatures, RecordedContext } from './context.ts';
import { featureTools } from './feature-tools.ts';
import { markObserved } from './mark-text.ts';

export async function compare({
  manifest,
  marked,
  corpus,
  observed,
  paths,
  tools,
}: RecordedContext): Promise<ComparedFeatures> {
  if (
    manifest.atlas === 'none' &&
    evidenceLevel(manifest.evidence) !== 'full' &&
    catalogueCount(manifest.evidence) === 0
  )
    return { compared: marked };
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  const needed = await featureTools(others, { tagger: manifest.tagger, corpus, cwd: paths.cwd });
  const marks = markObserved(others, observed, needed);
  return { compared: [...marked, ...others.map((feature, f) => ({ feature, mask: item(marks, f) }))] };
}
