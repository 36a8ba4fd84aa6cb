/** What a card says of an experiment's features: of each its own verdict, so that none is read as another's. Pure. */
import type { Claim } from '../../runner/results/evidence-schema.ts';
import type { Result } from '../../runner/results/schema.ts';
import { furthestFirst, pageFeatures } from './page-features.ts';

export interface FeatureVerdict {
  name: string;
  /** The claim that speaks for the feature. */
  lead: Claim;
}

/** The tested features, the furthest first: at most `most`, and how many more there are. */
export function featureVerdicts(
  result: Pick<Result, 'features' | 'evidence'>,
  most = 3,
): { shown: FeatureVerdict[]; more: number } {
  const tested = furthestFirst(pageFeatures(result)).flatMap(({ feature: { name }, lead }) =>
    lead === undefined ? [] : [{ name, lead }],
  );
  return { shown: tested.slice(0, most), more: Math.max(0, tested.length - most) };
}
