/** Which level of a number a neuron itself says: the one whose activation is nearest to its own, its token's level taken off. Pure. */
import { at, int8At, item } from '../core/at.ts';
import { mostStates } from '../stats/state-levels.ts';
import { type Bench, scoredAmong } from './bench.ts';
import type { HeldNeuron } from './flip.ts';
import { middle } from './states.ts';

export interface SaidLevels {
  /** [read tokens of the confirmation half] As states are; what the label says where a token is not scored. */
  states: Int8Array;
  /** Whether label and neuron disagree at a read token: are they two levels apart, for next to each other they may be by rounding. */
  disagrees(place: number): boolean;
}

/** @param label [read tokens] of the confirmation half, the state of a number at each. */
export function saidLevels({ input }: Bench, { neuron, levels }: HeldNeuron, label: Int8Array): SaidLevels {
  const known = Array.from({ length: mostStates }, (_, state) => state).filter((state) => label.includes(state));
  const order = byLevel.filter((state) => known.includes(state));
  const { confirmation: text } = input.text;
  const activation = item(input.activations.confirmation, neuron);
  const states = label.slice();
  const apart = new Uint8Array(label.length);
  for (const [t, place] of scoredAmong(text).positions.entries()) {
    const now = int8At(label, place);
    if (now < 0) continue;
    const rest = at(activation, t) - levels.level(at(text.types, t));
    const away = (state: number): number => Math.abs(rest - at(levels.added, state));
    const nearest = order.reduce((best, state) => (away(state) < away(best) ? state : best), now);
    states[place] = nearest;
    apart[place] = Math.abs(order.indexOf(nearest) - order.indexOf(now)) >= Math.min(2, order.length - 1) ? 1 : 0;
  }
  return { states, disagrees: (place) => at(apart, place) === 1 };
}

/** The states of a number from its lowest level to its highest. */
const byLevel = [0, 2, middle, 3, 1];
