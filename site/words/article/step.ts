/**
 * What the neuron does in a single step, beside what it does held over a passage: a memory may say next to nothing to the next
 * token and yet decide, over many, what the network expects. Pure.
 */

import type { Place } from '../../../runner/analysis/findings/shown-schema.ts';
import { significant } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { likelihood } from '../likelihood.ts';
import { quotationMark, type Story } from './story.ts';

/** Of what the flip costs at the closing mark: below it a single step does next to nothing, above it about as much. */
const criteria = { nothing: 0.1, much: 0.5 } as const;

/**
 * At the closing mark: what the flip costs, and what a real value of narration costs at that token alone; null: not asked, or the
 * cost falls elsewhere.
 */
export function closingCosts({ falls, interchange }: Pick<Claim, 'falls' | 'interchange'>) {
  const isClosing = ({ of, where }: { of: Place; where: string }): boolean =>
    where === 'inside' && 'next' in of && of.next === quotationMark;
  const held = falls?.places.find(isClosing);
  const step = interchange?.parts.find(isClosing);
  return held === undefined || step === undefined ? null : { held: held.flip, step: step.flip };
}

/** One sentence, as it comes out; nothing where it was not measured at the closing mark. */
export function stepSentence({ claim }: Pick<Story, 'claim'>): string {
  const costs = closingCosts(claim);
  if (costs === null) return '';
  const share = Math.abs(costs.step) / costs.held;
  if (share < criteria.nothing) {
    return `Given such a value at one token alone, it changes next to nothing (the mark’s chance by a factor of ${factorOf(costs.step)}): it is held, and read, over many tokens.`;
  }
  return `Given such a value at one token alone, it changes the mark’s chance by a factor of ${factorOf(costs.step)}.`;
}

const factorOf = (nats: number): string => significant(Math.exp(-nats), 3);

/** Whether another neuron says at a single step what this one keeps; null where it does not, or was not asked. */
export function speakerOf(
  story: Pick<Story, 'claim' | 'evidence'>,
): { neuron: number; step: string; held: string } | null {
  const own = closingCosts(story.claim);
  if (own === null || Math.abs(own.step) >= criteria.nothing * own.held) return null;
  for (const other of story.evidence.claims) {
    if (other.feature !== story.claim.feature || other.neuron === story.claim.neuron) continue;
    const costs = closingCosts(other);
    if (costs !== null && costs.step >= criteria.much * costs.held) {
      return { neuron: other.neuron, step: likelihood(costs.step), held: likelihood(costs.held) };
    }
  }
  return null;
}
