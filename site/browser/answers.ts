/**
 * How each neuron answers to chosen tokens of a text: a search over all neurons, quick enough to follow a selection
 * while it is drawn. Pure.
 */
import { at } from '../../runner/core/at.ts';
import type { QuantizedActivations } from '../../runner/experiment/results/activations.ts';

export interface PatternEffect {
  neuron: number;
  /** The chance that a chosen token lies higher than another one; a tie counts half. 0.5: no difference. */
  auc: number;
  /** Mean at the chosen tokens minus mean at all others, in standard deviations over the whole text. */
  difference: number;
}

/**
 * Every neuron's answer, in the order of the neurons. The steps of the quantization are counted, not the activations
 * compared: they have the same order, and values within one step are ties. A neuron that never changes gets 0.5 and 0.
 * @param chosen positions, each once.
 * @returns null when no token or every token is chosen, for then there is nothing to compare.
 */
export function answers(
  { neurons, tokens, value }: Pick<QuantizedActivations, 'neurons' | 'tokens' | 'value'>,
  chosen: readonly number[],
): PatternEffect[] | null {
  const others = tokens - chosen.length;
  if (chosen.length === 0 || others === 0) return null;
  const all = new Int32Array(steps);
  const among = new Int32Array(steps);
  return Array.from({ length: neurons }, (_, neuron) => {
    const row = value.subarray(neuron * tokens, (neuron + 1) * tokens);
    all.fill(0);
    among.fill(0);
    for (const v of row) all[v + offset] = at(all, v + offset) + 1;
    for (const t of chosen) {
      const step = at(row, t) + offset;
      among[step] = at(among, step) + 1;
    }
    return { neuron, ...compare(all, among, chosen.length, others) };
  });
}

/** An Int8 has this many values; the lowest stands at 0. */
const steps = 256;
const offset = 128;

/** From how often each step occurs in the whole text and among the chosen tokens. */
function compare(all: Int32Array, among: Int32Array, chosen: number, others: number): Omit<PatternEffect, 'neuron'> {
  let sum = 0;
  let squares = 0;
  let sumAmong = 0;
  let below = 0;
  let wins = 0;
  for (let step = 0; step < steps; step++) {
    const count = at(all, step);
    if (count === 0) continue;
    const here = at(among, step);
    const rest = count - here;
    const v = step - offset;
    sum += count * v;
    squares += count * v * v;
    sumAmong += here * v;
    wins += here * (below + rest / 2);
    below += rest;
  }
  const tokens = chosen + others;
  const variance = squares / tokens - (sum / tokens) ** 2;
  const difference = variance <= 0 ? 0 : (sumAmong / chosen - (sum - sumAmong) / others) / Math.sqrt(variance);
  return { auc: wins / (chosen * others), difference };
}

/**
 * The `count` neurons that are highest at the chosen tokens and those that are lowest there: the furthest from 0.5 first; among
 * equals, as a few tokens make many, the larger difference.
 */
export function extremes(
  all: readonly PatternEffect[],
  count: number,
): { higher: PatternEffect[]; lower: PatternEffect[] } {
  const furthest = (side: 1 | -1): PatternEffect[] =>
    all
      .filter(({ auc }) => side * (auc - 0.5) > 0)
      .sort((a, b) => side * (b.auc - a.auc) || side * (b.difference - a.difference) || a.neuron - b.neuron)
      .slice(0, count);
  return { higher: furthest(1), lower: furthest(-1) };
}
