/** What the script of ‘hold it yourself’ needs; it stands in the page as JSON. Pure. */

import { decimal, quoted } from '../../../runner/core/words.ts';
import type { LiveModel } from '../script-data.ts';

export interface HoldData extends LiveModel {
  /** '<component>.<layer>' of the component that is held. */
  component: string;
  neuron: number;
  limits: readonly [number, number];
  watch: string;
  sentence: string;
  /** Tokens that the network writes on. */
  count: number;
  /** What it did with the sentence, the neuron left alone. */
  alone: HoldReading;
  /** The same at several values, ascending. */
  held: HoldReadingAtValue[];
}

export interface HoldReading {
  probability: number;
  /** Tokens, each with the neuron's value after it. */
  written: [token: string, activation: number][];
}

/** With the neuron held at a value. */
export interface HoldReadingAtValue extends HoldReading {
  value: number;
}

/** The reading at the value nearest to one. */
export const nearest = <Held extends { value: number }>([first, ...others]: readonly Held[], value: number): Held => {
  if (first === undefined) throw new RangeError('nearest: nothing was held');
  const away = (reading: Held): number => Math.abs(reading.value - value);
  return others.reduce((near, each) => (away(each) < away(near) ? each : near), first);
};

/** .547 -> '55%', .028 -> '2.8%', .0004 -> '0.04%'. */
export function chance(probability: number): string {
  const percent = 100 * probability;
  if (probability >= 0.0995) return `${Math.round(percent)}%`;
  if (probability < 1e-6) return 'under 0.0001%';
  return `${decimal(percent, probability >= 0.0005 ? 1 : -Math.floor(Math.log10(percent)))}%`;
}

export const holdSentence = (
  { neuron }: Pick<HoldData, 'neuron'>,
  value: number,
  alone: number,
  held: number,
): string =>
  `Left alone, the network gives the closing mark ${chance(alone)}. With neuron ${neuron} held at ${decimal(value)}, it gives it ${chance(held)}.`;

/** A smaller change of a probability is not worth a word. */
const leastTold = 0.001;

/**
 * The words and marks that may come next whose probability holding changes most.
 * @param next of each, [vocabulary], with the neuron held and left alone.
 */
export const mostChanged = (
  next: { held: ArrayLike<number>; alone: ArrayLike<number> },
  names: readonly string[],
): { token: string; alone: number; held: number }[] =>
  names
    .map((token, id) => ({ token, alone: next.alone[id] ?? 0, held: next.held[id] ?? 0 }))
    .filter(({ alone, held }) => Math.abs(held - alone) >= leastTold)
    .toSorted((a, b) => Math.abs(b.held - b.alone) - Math.abs(a.held - a.alone))
    .slice(0, 3);

/** Nothing where nothing is likely. */
export const changedSentence = (changed: ReturnType<typeof mostChanged>): string =>
  changed.length === 0
    ? ''
    : `Of the words and marks that may come next these change most: ${changed.map(({ token, alone, held }) => `${quoted(token)} ${chance(alone)} → ${chance(held)}`).join(', ')}.`;

/** @param closed of `tries` continuations of so many tokens, drawn as the network's chances are: in how many a quotation mark comes. */
export const closingSentence = (
  { tokens, tries }: { tokens: number; tries: number },
  closed: { alone: number; held: number },
): string =>
  `Of ${tries} continuations of ${tokens} tokens each, ${closed.alone} bring a quotation mark when it is left alone, and ${closed.held} when it is held.`;

/** The same sentence with its opening mark deleted. */
export interface UnmarkedChances {
  alone: number;
  held: number;
}

/** What holding does to this sentence, in words that say no more than happened. */
export function holdOutcome(alone: HoldReading, held: HoldReading, unmarked: UnmarkedChances): string {
  const [from, to] = [chance(alone.probability), chance(held.probability)];
  if (held.probability > 0.5 * alone.probability)
    return `On this sentence the neuron makes little difference to the closing mark: ${from} alone, ${to} held.`;
  const closes = ({ written }: HoldReading): boolean => written.some(([token]) => token === '"');
  const has = ({ written }: HoldReading, words: readonly string[]): boolean =>
    written.some(([token]) => words.includes(token));
  const sentences = [`With the neuron held at narration, the closing mark falls from ${from} to ${to}.`];
  if (closes(alone) && !closes(held)) sentences.push('The quotation is not closed in what follows.');
  const [first, third] = [
    ['I', 'me', 'my', 'you'],
    ['he', 'she', 'him', 'her', 'his'],
  ];
  if (has(alone, first) && !has(held, first) && has(held, third))
    sentences.push('What began with ‘I’ goes on in the third person.');
  if (held.probability > 2 * unmarked.held)
    sentences.push(
      `It has not forgotten: with the opening mark deleted, the chance is ${chance(unmarked.held)} held there, and ${chance(unmarked.alone)} left alone. The mark is remembered elsewhere too.`,
    );
  return sentences.join(' ');
}
