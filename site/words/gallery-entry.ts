/** An experiment as the gallery sorts and filters it. Pure. */

import { type VerdictLevel, verdictLevels } from '../../runner/analysis/findings/claim-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { cellName } from './components.ts';
import { type Experiment, titleOf } from './experiment.ts';
import { mainFeature } from './page-features.ts';
import { url } from './url.ts';

/** The address of a page of the gallery, from 1: the first is the site's own. */
export const galleryUrl = (page: number): string => url(page === 1 ? '' : `gallery/${page}/`);

export interface GalleryEntry {
  id: string;
  title: string;
  /** 'LSTM'. */
  cell: string;
  /** What the network reads: 'word' or 'character'. */
  unit: string;
  /** Names of the features that were asked for. */
  features: string[];
  /** Whether its text is a language that a rule makes, and nobody wrote. */
  isMade: boolean;
  /** The verdict on the claim on the card, as a level; empty where no claim was tested. */
  verdict: VerdictLevel | '';
  /** How far that claim got, as a number that grows; -1 where none was tested. */
  height: number;
  /** The size of that claim's effect, as distance from .5; 0 where none was measured. */
  effect: number;
  /** When the experiment was started, ISO 8601. */
  started: string;
  /** Per token; null when it was not measured. */
  perplexity: number | null;
  /** On which page of the gallery its card stands, from 1. */
  page: number;
}

/** By the credit of its sources, which is all that a result says of where they come from. */
const isMade = ({ corpus }: Pick<Result, 'corpus'>): boolean =>
  corpus.sources.length > 0 && corpus.sources.every(({ credit }) => credit?.startsWith('Generated:'));

export function galleryEntry({ id, result }: { id: string; result: Result }): Omit<GalleryEntry, 'page'> {
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
    isMade: isMade(result),
    verdict: lead?.verdict.level ?? '',
    height: lead ? verdictLevels.indexOf(lead.verdict.level) : -1,
    effect: Math.abs((lead?.effect?.localAuc ?? 0.5) - 0.5),
    started: result.provenance.started,
    perplexity: result.observation.perplexity,
  };
}

/**
 * The experiment that another one varies: the same trained network asked for the same feature in another component, and named after
 * it ('quotes-cell' after 'quotes'). It stands on that one's card. Null for one that stands by itself.
 */
export function variedBy(own: Experiment, all: readonly Experiment[]): Experiment | null {
  const { provenance, record } = own.result;
  const feature = mainFeature(own.result)?.name;
  return (
    all.find(
      ({ id, result }) =>
        own.id.startsWith(`${id}-`) &&
        provenance.trainingHash !== null &&
        provenance.trainingHash === result.provenance.trainingHash &&
        mainFeature(result)?.name === feature &&
        `${record.component}.${record.layer}` !== `${result.record.component}.${result.record.layer}`,
    ) ?? null
  );
}
