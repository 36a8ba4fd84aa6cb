/** What the script of ‘hold it yourself’ needs; it stands in the page as JSON. Pure. */
import type { LiveModel } from '../live-data.ts';
import { decimal } from '../numbers.ts';

export interface HoldData extends LiveModel {
  /** '<component>.<layer>' of the component that is held. */
  component: string;
  neuron: number;
  limits: readonly [number, number];
  watch: string;
  sentence: string;
  /** Tokens that the network writes on. */
  count: number;
  /** What it did with the sentence, alone and held at several values, ascending. */
  readings: HoldReading[];
}

export interface HoldReading {
  /** Null: it was left alone. */
  value: number | null;
  probability: number;
  /** Tokens, each with the neuron's value after it. */
  written: [token: string, activation: number][];
}

/** .547 -> '55%', .028 -> '2.8%'. */
export const chance = (probability: number): string =>
  probability >= 0.0995 ? `${Math.round(100 * probability)}%` : `${decimal(100 * probability, 1)}%`;

export const holdSentence = ({ neuron }: Pick<HoldData, 'neuron'>, value: number, alone: number, held: number): string =>
  `Left alone, the network gives the closing mark ${chance(alone)}. With neuron ${neuron} held at ${decimal(value)}, it gives it ${chance(held)}.`;
