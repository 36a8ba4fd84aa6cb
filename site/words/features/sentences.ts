/** The sentences of a feature's page. Pure; runs in the browser too. */

import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { counted, decimal, integer, percent, quoted, significant } from '../../../runner/core/words.ts';
import type { Claim, Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import { correlationOf, folded } from '../folded.ts';
import type { FeatureSummary, Teller } from './told.ts';

/** '.92' with the side on which the neuron is at the feature. */
export const scored = (effect: number): string =>
  `${folded(effect).lower ? '↓' : '↑'}\u00a0${decimal(folded(effect).auc)}`;

/** What was found where no claim was tested: which neuron tells it best, and whether that was learned. */
export function bestFinding({ feature, best, neurons, learned }: FeatureSummary): string {
  const [first] = best;
  const name = quoted(feature.name);
  if (first === undefined || feature.untestable !== null) return `Whether a neuron tells ${name} could not be tested.`;
  if (learned === null) return `Of ${integer(neurons)} neurons, neuron ${first.neuron} tells ${name} best.`;
  return first.learned
    ? `Neuron ${first.neuron} has learned to tell ${name}.`
    : `No neuron is shown to have learned ${name}; neuron ${first.neuron} tells it best.`;
}

/** What can be said of all neurons and the best. */
export function openingSentence({ feature, neurons, networks, learned, best }: FeatureSummary): string {
  if (feature.untestable !== null || best.length === 0) return 'It could not be tested on this text.';
  const largest = Math.max(...best.map(({ confirmation }) => folded(confirmation).auc));
  const most = feature.number
    ? `${decimal(largest)} (of a number: (1 + ρ) / 2, a local rank correlation of ${decimal(correlationOf(largest))})`
    : decimal(largest);
  return learned === null
    ? `Of ${counted(neurons, 'neuron')}${networks === 0 ? ', with no untrained network to compare them with,' : ''} the best scores ${most}.`
    : `${learned === 0 ? 'None' : integer(learned)} of ${counted(neurons, 'neuron')} ${learned === 1 ? 'picks' : 'pick'} this out better than untrained networks and random labels would allow; the best scores ${most}.`;
}

/** How many claims of the catalogue were corrected together, where a feature's are of these. */
export function catalogueNote(evidence: Pick<Evidence, 'catalogue'> | null, claims: readonly Claim[]): string {
  const catalogue = evidence?.catalogue;
  if (catalogue === undefined) return '';
  if (claims.length === 0) return 'No neuron tells it by more than chance, over all features of the catalogue.';
  return `Corrected for all ${counted(catalogue.claims.length, 'claim')} on ${counted(catalogue.features, 'feature')} of the catalogue.`;
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
    ? `Neuron ${neuron} is never ${lower ? 'low' : 'high'} (${side}).`
    : `A score of ${decimal(auc)} is not a detector: when neuron ${neuron} is ${lower ? 'low' : 'high'} (${side}), it is right ${percent(precision, 0)} of the time, and it catches ${percent(sensitivity, 0)} of what it should.`;
}

/** Where words are tagged by a program, its mistakes look like the neuron's. */
export const taggedNote =
  'A tagger decided which words carry this, and it errs, most in older prose: some of the misses and false alarms are its mistakes, not the neuron’s.';

/** What a feature's tokens are compared among. */
const classes = { words: 'words', text: 'tokens other than white space', all: 'tokens' } as const;

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
  hit: { name: 'Caught', about: 'the strongest first' },
  miss: { name: 'Missed', about: 'what it should have caught, the furthest first' },
  'false alarm': { name: 'False alarms', about: 'what it took for that, the strongest first' },
} as const;
