/** What pairs came to, in sentences and cells. Pure. */

import type {
  Cause,
  ConditionScore,
  HeldScore,
  PairInterchange,
  PairScan,
  PairScore,
  PairSet,
} from '../analysis/pairs/pairs-schema.ts';
import { both, counted, decimal, percent, pluralOf, probability, range } from '../core/format.ts';

type Neurons = { neurons: readonly number[] };

/** 'neuron 5', 'neurons 5 and 15'. */
export const neuronWords = ({ neurons }: Neurons): string =>
  `${neurons.length === 1 ? 'neuron' : 'neurons'} ${both(neurons.map(String))}`;

/** 'neuron 5 at its mean', 'neurons 5 and 15 at 0'. */
export const heldWords = (held: Neurons & Pick<HeldScore, 'at'>): string =>
  `${neuronWords(held)} at ${held.at === 'mean' ? (held.neurons.length === 1 ? 'its mean' : 'their means') : decimal(held.at, Number.isInteger(held.at) ? 0 : 2)}`;

/** What a neuron that is held does to all texts alike. */
export const heldNote =
  'Held at its mean over these texts, or at 0, a neuron says the same in every text: look at each condition, not at the sum.';

/** 'plural, none'; of no condition 'all'. */
export const conditionWords = ({ by }: Pick<ConditionScore, 'by'>): string => Object.values(by).join(', ') || 'all';

/** Pairs whose right side is the likelier one. */
export const rightOf = ({ accuracy, pairs }: Pick<PairScore, 'accuracy' | 'pairs'>): number =>
  Math.round(accuracy * pairs);

/** '99.1% to 100%'. */
export const shareRange = ([low, high]: readonly [number, number]): string =>
  `${percent(low, 1)} to ${percent(high, 1)}`;

/** '4.43 (4.38 to 4.49)'; one that cannot have an interval has none. */
export const marginWords = ({ margin, interval }: Pick<PairScore, 'margin' | 'interval'>): string =>
  `${decimal(margin)}${interval === null ? '' : ` (${range(interval, 2)})`}`;

/** 'The right side is the likelier one in 408 of 408 pairs (95%: 99.1% to 100%), by 4.43 nats on average (4.38 to 4.49).' */
export const scoreSentence = (score: PairScore): string => {
  const interval = score.interval === null ? '' : ` (${range(score.interval, 2)})`;
  return `The right side is the likelier one in ${rightOf(score)} of ${counted(score.pairs, 'pair')} (95%: ${shareRange(score.accuracyInterval)}), by ${decimal(score.margin)} nats on average${interval}.`;
};

/** 'Taken from the twin, neuron 5 turns 408 of 408 preferences (95%: ...); of 20 others that are like it, none turns any.' */
export function pairInterchangeSentence(found: PairInterchange): string {
  const { pairs, turned, turnedInterval, alike, neurons } = found;
  const own = `Taken from the twin, ${neuronWords(found)} ${neurons.length === 1 ? 'turns' : 'turn'} ${turned} of ${counted(pairs, 'preference')} (95%: ${shareRange(turnedInterval)})`;
  if (alike === null) return `${own}.`;
  const others =
    neurons.length === 1
      ? `${counted(alike.draws, 'other')} that ${pluralOf(alike.draws, 'is', 'are')} like it`
      : `${counted(alike.draws, 'other')} as many`;
  return `${own}; of ${others}, ${alike.most === 0 ? 'none turns any' : `the most that one turns is ${alike.most}`}.`;
}

/** Whether these are the neuron on which the preferences are shown to hang. */
export const isCause = ({ neurons }: Neurons, cause: Cause | undefined): boolean =>
  cause?.passed === true && neurons.length === 1 && neurons[0] === cause.neuron;

/** 'Of 32 neurons the preferences hang on neuron 5 most: taken from the twin, it turns 204 of 204 of those that were not used to choose it (95%: ...).' */
export const causeSentence = ({ tried, neuron, turned, pairs, turnedInterval, cost, interval, p }: Cause): string =>
  `Of ${counted(tried, 'neuron')} the preferences hang on neuron ${neuron} most: taken from the twin, its values turn ${turned} of the ${counted(pairs, 'pair')} that were not used to choose it (95%: ${shareRange(turnedInterval)}), and cost ${decimal(cost)} nats (${range(interval, 2)}; p ${p < 0.001 ? '' : '= '}${probability(p)}).`;

/** What a scan of all neurons says. */
export function scanSentence({ tried, pairs, chosen, isAbove }: PairScan): string {
  const how = `Each of ${counted(tried, 'neuron')} was held at its mean: those that cost most on ${counted(pairs.choosing, 'pair')} were measured on ${pairs.confirming} others.`;
  if (!isAbove) return `${how} The network does not prefer the right side there, so no neuron can carry it.`;
  const passed = chosen.filter((each) => each.passed);
  if (passed.length === 0) return `${how} None is shown to carry the preference.`;
  const told = passed.map(
    ({ neuron, cost, interval, p }) =>
      `${neuron} costs ${decimal(cost)} nats (${range(interval, 2)}; p ${p < 0.001 ? '' : '= '}${probability(p)})`,
  );
  return `${how} ${passed.length === 1 ? 'Neuron' : 'Neurons'} ${both(told)}.`;
}

/** 'No pair stands in the training text with its right side.' */
export function seenSentence({ pairs, others }: NonNullable<PairSet['seen']>): string {
  const rest = others === null ? '' : ` Of the ${others.pairs} others ${rightOf(others)} are right.`;
  return `${pairs === 0 ? 'None stands' : `${pairs} ${pluralOf(pairs, 'stands', 'stand')}`} in the training text word for word, with the right side behind the text.${pairs === 0 ? '' : rest}`;
}

/** How many were asked, and after what. */
export function setSentence({ pairs, skipped, before }: Pick<PairSet, 'pairs' | 'skipped' | 'before'>): string {
  const left =
    skipped === 0 ? '' : ` ${counted(skipped, 'pair was', 'pairs were')} left out, because the model lacks a word.`;
  return `${counted(pairs, 'pair')}, each read ${before === null ? 'from the zero state' : 'after the same text'}.${left}`;
}
