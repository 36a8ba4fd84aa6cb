/** An experiment as the gallery sorts and filters it. Pure. */

import type { VerdictLevel } from '../../runner/results/claim-schema.ts';
import type { Result } from '../../runner/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { cellName } from './components.ts';
import { titleOf } from './experiment.ts';
import { mainFeature } from './page-features.ts';

export interface GalleryEntry {
  id: string;
  title: string;
  /** 'LSTM'. */
  cell: string;
  /** What the network reads: 'word' or 'character'. */
  unit: string;
  /** Names of the features that were asked for. */
  features: string[];
  /** The verdict on the claim on the card, as a level; empty where no claim was tested. */
  verdict: VerdictLevel | '';
  /** When the experiment was started, ISO 8601. */
  started: string;
  /** Per token; null when it was not measured. */
  perplexity: number | null;
}

export function galleryEntry({ id, result }: { id: string; result: Result }): GalleryEntry {
  const { model } = result;
  const features = result.features.map(({ name }) => name);
  const main = mainFeature(result);
  const lead = main && leadClaim(claimsOn(result, main));
  const cell = cellName(model.cell);
  return {
    id,
    title: titleOf(result),
    cell,
    unit: model.unit,
    features,
    verdict: lead?.verdict.level ?? '',
    started: result.provenance.started,
    perplexity: result.observation.perplexity,
  };
}
