/** The sentences of an atlas. Pure; runs in the browser. */
import type { Atlas, AtlasFeature, LearnedCounts } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { counted, decimal, integer, percent } from '../../../runner/core/format.ts';
import { scored } from '../features/told.ts';
import { correlationOf, folded } from '../folded.ts';
import type { Best } from './learned.ts';
import type { PublishedProfile } from './profile.ts';

export const atlasTitle = (neurons: number): string =>
  `What ${counted(neurons, 'neuron')} react${neurons === 1 ? 's' : ''} to`;

/** How many learned to tell a feature, and how many of an untrained network would count so; or why that cannot be said. */
export function learnedSentence({ learned, networks }: Pick<Atlas, 'learned' | 'networks'>): string {
  if (learned === null) {
    return networks === 0
      ? 'No untrained network was asked of all neurons, so it cannot be said which of this was learned.'
      : 'Too few untrained networks were read beside this one to say which of this was learned.';
  }
  const { neurons } = learned;
  const beyondAll = 'by more than chance, than untrained networks and than control labels';
  const sentence =
    neurons === 0
      ? `No neuron tells a feature ${beyondAll}.`
      : `${counted(neurons, 'neuron')} ${neurons === 1 ? 'tells' : 'tell'} at least one feature ${beyondAll}.`;
  return [sentence, ...inItsPlace(learned)].join(' ');
}

/** What the count would be of networks that never learnt. */
function inItsPlace({ untrained }: Pick<LearnedCounts, 'untrained'>): string[] {
  if (untrained.length === 0) return [];
  const [lowest, highest] = [Math.min(...untrained), Math.max(...untrained)];
  const mean = untrained.reduce((sum, each) => sum + each, 0) / untrained.length;
  const many =
    lowest === highest ? `${integer(lowest)} did` : `${lowest} to ${highest} did, ${decimal(mean, 1)} on average`;
  return [
    `In ${highest === 0 ? '' : 'each of '}${counted(untrained.length, 'untrained network')}, ${highest === 0 ? 'none did' : many}.`,
  ];
}

const classes: Record<AtlasFeature['among'], string> = {
  words: 'words',
  text: 'tokens other than white space',
  all: 'all tokens',
};

/** 'tokens inside quotation marks; compared with tokens other than white space; 7,071 of them in the confirmation half'. */
export const featureNote = ({ description, among, carriers, number }: AtlasFeature): string =>
  number
    ? `${description}; a number, told as (1 + rank correlation) / 2; among ${classes[among]}; ${counted(carriers.confirmation, 'token')} in the confirmation half`
    : `${description}; compared with ${classes[among]}; ${counted(carriers.confirmation, 'token')} in the confirmation half`;

/** How a matrix's cell is read out. */
export function cellSentence(neuron: number, { name }: AtlasFeature, effect: number, learned: boolean): string {
  if (Number.isNaN(effect)) return `Neuron ${neuron}, ${name}: not tested`;
  return `Neuron ${neuron}, ${name}: ${scored(effect)}${learned ? ', learned' : ''}`;
}

/** From this distance beyond what untrained networks and control labels reach, a neuron is far better than they. */
const farBetter = 0.1;

/** A neuron in a few words, for a page's description and for who cannot see the plane. */
export function bestSentence(best: Best | null): string {
  if (best === null) return 'No feature could be tested.';
  const { feature, effect, learned, beyond } = best;
  const what = feature.number
    ? `It ${effect < 0.5 ? 'falls' : 'rises'} with “${feature.name}” (local rank correlation ${decimal(correlationOf(effect))})`
    : `It is ${effect < 0.5 ? 'lower' : 'higher'} at “${feature.name}” (local AUC ${decimal(folded(effect).auc)})`;
  if (beyond === null) return `${what}.`;
  return learned
    ? `${what}, ${beyond > farBetter ? 'far ' : ''}better than chance, an untrained network or random labels.`
    : `${what}, which it is not shown to have learned.`;
}

/** How the neuron's values lie, one sentence each. */
export function valueSentences({ mean, deviation, lowest, highest, saturated, dead }: PublishedProfile): string[] {
  const sentences = [
    `Mean ${decimal(mean)}, standard deviation ${decimal(deviation)}, from ${decimal(lowest)} to ${decimal(highest)}.`,
  ];
  if (dead) sentences.push('It is dead: it hardly moves on this text.');
  else if (saturated !== null) {
    const { low, high } = saturated;
    sentences.push(
      `Near the low end of its range at ${percent(low, 0)} of tokens, near the high end at ${percent(high, 0)}.`,
    );
  }
  return sentences;
}

export const excerptHeadings: Record<Atlas['places'][number], string> = {
  highest: 'Where it is highest',
  lowest: 'Where it is lowest',
  quantiles: 'From low to high',
  random: 'Anywhere, at random',
};
