/**
 * The sentences at the top of a page: what was asked, what was found, and how sure we are. Where claims were tested
 * they say how far those hold; where not, they claim no more than a ranking can carry. Pure.
 */
import { verdictLevels } from '../../runner/analysis/findings/claim-schema.ts';
import { both, counted, integer, significant } from '../../runner/core/format.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { headline, verdictPhrase } from '../../runner/wording/verdict.ts';
import { typed } from './address.ts';
import { claimsOn, leadClaim } from './claims.ts';
import { componentName } from './components.ts';
import { detectedNeurons, hasRelevance } from './lead.ts';

/** What the manifest says of a feature in words of its own; null: nothing. */
export const saysOf = ({ manifest }: Pick<Result, 'manifest'>, { name }: Pick<FeatureResult, 'name'>): string | null =>
  manifest.features.find((each) => each.name === name)?.says ?? null;

/** How many tokens of the text carry a feature, and among which neurons it was looked for where that is more than is drawn. */
export function carriersSentence(result: Result, { carriers, counted: all }: FeatureResult): string {
  const many = carriers > 1 && carriers === all ? 'All' : `${carriers === 0 ? 'None' : integer(carriers)} of the`;
  return `${many} ${counted(all, 'counted token')} in the ${result.detection.on} text ${carriers === 1 ? 'carries' : 'carry'} it.${amongOthers(result)}`;
}

/** Where claims are chosen among the neurons of several arrays: which these are, and which is drawn. */
function amongOthers({ recorded, evidence, record }: Result): string {
  if (recorded === undefined || evidence === null) return '';
  const named = recorded.map((each) => `the ${componentName(each.component)} of layer ${each.layer}`);
  const drawn = `the ${componentName(record.component)} of layer ${record.layer}`;
  return ` Claims are chosen among the neurons of ${both(named)}, and corrected over all; drawn is ${drawn}.`;
}

const neurons = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'neuron' : 'neurons'} ${both(numbers.map(integer))}`;

/** What was found: the sentence of the claim that speaks for the feature, or else what came first in the ranking. */
export function finding(result: Result, feature: FeatureResult): string {
  const { by, on, band } = result.detection;
  const chosen = detectedNeurons(feature);
  const [first] = chosen;
  const lead = leadClaim(claimsOn(result, feature));
  if (lead && by !== 'fourier') return headline(lead);
  if ((by === 'relevance' || by === 'effect') && feature.carriers === 0)
    return `No token of the ${on} text carries this feature, so no neuron could be ranked.`;
  if (by === 'relevance' && !feature.numbers && !hasRelevance(feature))
    return 'Every counted token carries this feature, so the relevance of every neuron is 0 and ranks nothing.';
  if (!first) return 'No neuron was chosen.';
  const { neuron, score } = first;
  if (by === 'none') {
    const who = neurons(chosen.map((each) => each.neuron)).replace('n', 'N');
    return `${who} ${chosen.length === 1 ? 'was' : 'were'} chosen by hand; nothing was ranked.`;
  }
  if (by === 'fourier') {
    const where = band ? ` between ${band[0]} and ${band[1]} cycles per token` : '';
    const amplitude = score === null ? '' : `, with an amplitude of ${significant(score)}`;
    return `In the ${on} text shown, neuron ${neuron} oscillates most strongly${where}${amplitude}.`;
  }
  const units = integer(result.model.units);
  if (by === 'relevance' && !feature.numbers) return `Neuron ${neuron} has the highest relevance of ${units}.`;
  const does = feature.numbers ? 'goes with the number most closely' : 'tells the feature best';
  const where = by === 'effect' ? 'on the half of the documents that chooses' : `over the whole ${on} text`;
  return `Neuron ${neuron} ${does} of ${units} ${where}.`;
}

/** How sure we are of it: what was tested and held, or what a ranking is not. */
export function certainty(result: Result, feature: FeatureResult): string {
  const { detection, evidence, evidencePending, model } = result;
  if (evidence) return tested(claimsOn(result, feature));
  if (evidencePending) return `The evidence is not gathered yet: ${typed(evidencePending.command)}`;
  if (detection.by === 'none') return 'A choice by hand shows where to look; it shows nothing about the network.';
  if (detection.by === 'relevance' && !feature.numbers && !hasRelevance(feature))
    return 'This result says nothing about any neuron.';
  const rhythm = detection.by === 'fourier' && model.unit === 'word';
  return `This is a ranking, not evidence: ${rhythm ? 'in any text words and spaces alternate, so a peak at 0.5 cycles per token is to be expected' : 'some neuron is always the first, even on noise'}. No test was run.`;
}

/** `claims` are those on one feature: how many reached which verdict, the highest first. */
export function tested(claims: readonly Claim[]): string {
  const [first] = claims;
  if (!first) return 'No neuron was tested.';
  if (claims.length === 1) return `One neuron was tested: ${verdictPhrase(first)}.`;
  const highestFirst = verdictLevels
    .toReversed()
    .flatMap((level) => claims.filter(({ verdict }) => verdict.level === level));
  const groups = [...Map.groupBy(highestFirst, verdictPhrase)].map(
    ([phrase, reached]) => `“${phrase}” (${integer(reached.length)})`,
  );
  return `Verdicts on ${counted(claims.length, 'neuron')}: ${groups.join(', ')}.`;
}
