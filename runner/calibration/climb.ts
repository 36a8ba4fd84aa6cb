/** Sends a made-up experiment up the ladder that real experiments climb. Pure. */

import type { Random } from '../core/random.ts';
import { runLadder } from '../ladder/ladder.ts';
import type { LadderResult } from '../ladder/ladder-input.ts';
import type { Claim, Rungs } from '../results/evidence-schema-1.ts';
import type { TestedText } from '../stats/tested-text.ts';
import type { Half, Simulated } from './simulate.ts';

/** A thousand with the true order; a p below .05 is then one of the 49 smallest. */
const permutations = 999;

export interface Climb {
  /** Claims of each feature by their effect, and as many by their relevance; 0 where E2 alone is wanted, or a neuron is named. */
  count: number;
  /** The one neuron that is claimed of the first feature; other neurons and features are left out. */
  only?: { neuron: number; feature: number };
  /** Features are sets of token types. */
  decidedByType?: boolean;
}

export async function climb(
  { discovery, confirmation }: Simulated,
  { count, only, decidedByType = false }: Climb,
  random: Random,
): Promise<LadderResult> {
  const halves = only === undefined ? [discovery, confirmation] : [alone(discovery, only), alone(confirmation, only)];
  const [first, second] = halves as [Half, Half];
  return runLadder(
    {
      text: { discovery: first.text, confirmation: second.text },
      activations: { discovery: first.activations, confirmation: second.activations },
      layer: 1,
      component: 'hidden',
      features: first.masks.map((mask, feature) => ({
        name: `feature ${feature}`,
        masks: { discovery: mask, confirmation: second.masks[feature] ?? new Uint8Array() },
        decidedByType,
        byHand: only === undefined ? [] : [0],
        wholeText: [],
      })),
      level: 'quick',
      count,
      permutations,
      seed: random.bits(),
      vocabulary: names(first.text, second.text),
      swapped: 'documents',
      sources: [...new Set(first.text.sources)].map((source) => `source ${source}`),
    },
    {
      untrained: first.untrained.map((network, index) => ({
        discovery: network,
        confirmation: second.untrained[index] ?? [],
      })),
    },
  );
}

function alone({ text, activations, masks }: Half, { neuron, feature }: { neuron: number; feature: number }): Half {
  const [activation, mask] = [activations[neuron], masks[feature]];
  if (activation === undefined || mask === undefined) throw new RangeError('climb: no such neuron or feature');
  return { text, activations: [activation], masks: [mask], untrained: [] };
}

/** Words for all token types. */
function names(...texts: readonly TestedText[]): string[] {
  const largest = texts.reduce((most, { types }) => types.reduce((a, b) => Math.max(a, b), most), 0);
  return Array.from({ length: largest + 1 }, (_, type) => `word${type}`);
}

export const passed = ({ rungs }: Claim, ...names: readonly (keyof Rungs)[]): boolean =>
  names.every((name) => rungs[name].status === 'passed');
