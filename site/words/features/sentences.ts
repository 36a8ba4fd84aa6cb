/** The sentences of a feature's page. Pure; runs in the browser too. */

import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { counted, decimal, integer, percent, significant } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { reasonSentence } from '../../../runner/words/reasons.ts';
import { correlationOf, folded } from '../folded.ts';
import type { FeatureSummary, Teller } from './told.ts';

/** '.92' with the side on which the neuron is at the feature. */
export const scored = (effect: number): string =>
  `${folded(effect).lower ? '↓' : '↑'}\u00a0${decimal(folded(effect).auc)}`;

/** What can be said of all neurons and the best; and whether the network uses one, or why that is another question. */
export function openingSentence(
  { feature, neurons, networks, learned, best }: FeatureSummary,
  claims: readonly Claim[],
): string {
  if (feature.untestable !== null || best.length === 0) return 'It could not be tested on this text.';
  const largest = Math.max(...best.map(({ confirmation }) => folded(confirmation).auc));
  const most = feature.number
    ? `${decimal(largest)} (of a number: (1 + ρ) / 2, a local rank correlation of ${decimal(correlationOf(largest))})`
    : decimal(largest);
  const many =
    learned === null
      ? `Of ${counted(neurons, 'neuron')}${networks === 0 ? ', with no untrained network to compare them with,' : ''} the best scores ${most}`
      : `${learned === 0 ? 'None' : integer(learned)} of ${counted(neurons, 'neuron')} ${learned === 1 ? 'picks' : 'pick'} this out better than untrained networks and random labels would allow; the best scores ${most}`;
  return `${many}. ${usedSentence(claims)}`;
}

/** Whether the network uses a neuron for it, as far as claims were tested; where none was, what that leaves open. */
function usedSentence(claims: readonly Claim[]): string {
  const asked = claims.filter(({ rungs }) => rungs.used.status === 'passed' || rungs.used.status === 'failed');
  const used = asked.filter(({ rungs }) => rungs.used.status === 'passed').map(({ neuron }) => neuron);
  if (used.length > 0)
    return `The network uses ${used.length === 1 ? `neuron ${used[0]}` : `${used.length} of the ${asked.length} that were tested`}.`;
  if (asked.length > 0)
    return `That the network uses ${asked.length === 1 ? 'the one that was tested' : `any of the ${asked.length} that were tested`} is not shown.`;
  const reason = claims[0]?.rungs.used.reason;
  if (!reason || reason.code === 'catalogue')
    return 'A score can’t tell us whether the network uses a neuron for it: for that a neuron is held at another value while the network reads, which is done only for the features that an experiment names.';
  return reason.code === 'not learned'
    ? 'Whether the network uses one was not asked: none that was tested is shown to have learned it.'
    : `Whether the network uses one is not known. ${reasonSentence(reason)}`;
}

/** A score is no detector: what share of what is on the neuron's side carries the feature. */
export function detectorSentence({ neuron, confirmation, detector }: Teller): string | null {
  if (detector === null) return null;
  const { threshold, sensitivity, precision, off } = detector;
  if (off)
    return `Read as a number (the one that lies at the same share of all as its activation does), neuron ${neuron} is off by ${significant(off.own, 2)} on average on pages that took no part in choosing it; whoever always said the median would be off by ${significant(off.median, 2)}.`;
  const { auc, lower } = folded(confirmation);
  const side = `at ${decimal(threshold)} or ${lower ? 'below' : 'above'}`;
  return precision === null
    ? `Neuron ${neuron} never fires (${side}).`
    : `A score of ${decimal(auc)} is not a detector: when neuron ${neuron} fires (${side}), it is right ${percent(precision, 0)} of the time, and it catches ${percent(sensitivity, 0)} of what it should.`;
}

/** Where words are tagged by a program, its mistakes look like the neuron's. */
export const taggedNote =
  'A tagger decided which words carry this, and it errs, most in older prose: some of the misses and false alarms are its mistakes, not the neuron’s.';

/** What the feature's tokens are compared with. */
const classes = { words: 'words', text: 'tokens other than white space', all: 'tokens' } as const;

const others = { words: 'other words', text: 'other tokens, white space left out', all: 'all other tokens' } as const;

/** 'other words within “subject”'. */
export const othersOf = ({ among, within }: Pick<AtlasFeature, 'among' | 'within'>): string =>
  within === undefined ? others[among] : `${others[among]}, within “${within}”`;

/** What a feature is compared among: 'words within “inside quotes”'. */
export const classOf = ({ among, within }: Pick<AtlasFeature, 'among' | 'within'>): string =>
  within === undefined ? classes[among] : `${classes[among]} within “${within}”`;

/** The same of a number. */
export const numberHeadings = {
  hit: { name: 'Right', about: 'low, middle and high numbers, each where it is nearest' },
  miss: { name: 'Too low', about: 'what it says is furthest below the number' },
  'false alarm': { name: 'Too high', about: 'what it says is furthest above the number' },
} as const;

export const kindHeadings = {
  hit: { name: 'Hits', about: 'what it caught, the strongest first' },
  miss: { name: 'Misses', about: 'what it should have caught, the furthest first' },
  'false alarm': { name: 'False alarms', about: 'what it took for that, the strongest first' },
} as const;
