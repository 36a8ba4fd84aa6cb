/** The cards of the first page: their order, and which experiments are variants of others. Pure. */
import type { Result } from '../../runner/experiment/results/schema.ts';
import { byVerdict, claimsOn, leadClaim } from './claims.ts';
import { type Experiment, titleOf } from './experiment.ts';
import { mainFeature } from './page-features.ts';

/** An experiment, with those that ask the same network for the same in other components, and how many cards before it show the same text. */
export function galleryCards(all: readonly Experiment[]) {
  const varied = Map.groupBy(all, (each) => variedBy(each, all)?.id ?? null);
  const shown = new Map<string, number>();
  return inOrder(varied.get(null) ?? []).map((experiment) => {
    const text = experiment.result.texts[experiment.result.detection.on].tokens.join('');
    const before = shown.get(text) ?? 0;
    shown.set(text, before + 1);
    return { experiment, variants: varied.get(experiment.id) ?? [], before };
  });
}

/** By the credit of its sources, which is all that a result says of where they come from. */
export const isMade = ({ corpus }: Pick<Result, 'corpus'>): boolean =>
  corpus.sources.length > 0 && corpus.sources.every(({ credit }) => credit?.startsWith('Generated:'));

/** Those first whose claims hold furthest, of equal ones that with the largest effect, then by title; made languages last. */
export function inOrder(experiments: readonly Experiment[]): Experiment[] {
  const keyed = experiments.map((experiment) => {
    const { result } = experiment;
    const main = mainFeature(result);
    const lead = main && leadClaim(claimsOn(result, main));
    return { experiment, made: Number(isMade(result)), lead, title: titleOf(result) };
  });
  keyed.sort(
    (a, b) =>
      a.made - b.made ||
      byVerdict(a.lead, b.lead) ||
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
