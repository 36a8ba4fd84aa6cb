/** The order of the gallery, and which experiments are variants of others. Pure. */

import { verdictLevels } from '../../runner/analysis/findings/claim-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { type Experiment, titleOf } from './experiment.ts';
import { mainFeature } from './page-features.ts';

/** By the credit of its sources, which is all that a result says of where they come from. */
export const isMade = ({ corpus }: Pick<Result, 'corpus'>): boolean =>
  corpus.sources.length > 0 && corpus.sources.every(({ credit }) => credit?.startsWith('Generated:'));

/** Those first whose claims hold furthest, of equal ones that with the largest effect, then by title; made languages last. */
export function inOrder(experiments: readonly Experiment[]): Experiment[] {
  const keyed = experiments.map((experiment) => {
    const { result } = experiment;
    const main = mainFeature(result);
    const lead = main && leadClaim(claimsOn(result, main));
    const height = lead ? verdictLevels.indexOf(lead.verdict.level) : -1;
    const effect = Math.abs((lead?.effect?.localAuc ?? 0.5) - 0.5);
    return { experiment, made: Number(isMade(result)), height, effect, title: titleOf(result) };
  });
  keyed.sort(
    (a, b) =>
      a.made - b.made ||
      b.height - a.height ||
      b.effect - a.effect ||
      a.title.localeCompare(b.title, 'en') ||
      (a.experiment.id < b.experiment.id ? -1 : 1),
  );
  return keyed.map(({ experiment }) => experiment);
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
