/**
 * Does it help the network: the state flip, in excess of that with other documents' masks. What any perturbation does, and
 * all that the token explains, is in both. And does it still where all that carry the feature are flipped with it: two that undo each
 * other are of no use. Pure.
 */
import { at } from '../../../core/at.ts';
import { holm } from '../../stats/holm.ts';
import type { Bench } from '../bench.ts';
import type { choice } from '../choice.ts';
import type { FoundBy, OnProgress } from '../finding.ts';
import { flipPlacesOf, flips, jointCriteria } from '../flips.ts';
import type { lagProfile } from '../lags.ts';
import { type ClampedLevels, flipCriteria } from '../patching.ts';
import type { UsedMeasurement } from '../rungs-schema.ts';
import { judged, rung } from './rung.ts';

const criteria = { ...flipCriteria, ...jointCriteria } as const;

export const used = rung({
  name: 'used',
  title: 'Testing whether the network uses the neurons',
  fullOnly: true,
  question: 'Does it help the network?',
  criteria,
  passesWhen: `Holding the neuron at the wrong state costs more than holding it at the right one (else nothing more is read), by more than the same does with the masks of ${criteria.otherMasks} other documents (one-sided t over documents, Holm over the claims, p below ${criteria.adjustedP}); and so does holding all that carry the feature, the ${jointCriteria.carriers} neurons with the largest effects on discovery and its own (p below ${criteria.adjustedP}, and ${100 * criteria.nothing}% of what it costs alone or more). Asked of claims that passed 'learned' and that no rival speaks against.`,
  needs: ['held neurons'],
  inputs: [flips],
  reads: [],
  async compute({ found }) {
    const tested = found.flips.flatMap(({ measured }) => (measured === null ? [] : [measured]));
    const [above, below] = [holm(tested.map(({ p }) => p)), holm(tested.map(({ p }) => 1 - p))];
    return found.flips.map((each) => {
      if (each.measured === null) return each;
      const place = tested.indexOf(each.measured);
      return judgeUsed({ ...each.measured, adjustedP: at(above, place) }, at(below, place));
    });
  },
});

/** @param harm adjusted p that the wrong state is no better for the network than the right one. */
export function judgeUsed(measured: UsedMeasurement, harm: number) {
  const { adjustedP, difference, joint } = measured;
  if (harm < criteria.adjustedP) return judged(measured, { code: 'harms' });
  if (measured.others.length === 0) return judged(measured, { code: 'costs nothing' });
  if (adjustedP >= criteria.adjustedP) return judged(measured, { code: 'other states as well' });
  const isNothing =
    joint !== null && (joint.p >= criteria.adjustedP || joint.difference < criteria.nothing * difference);
  return judged(measured, isNothing ? { code: 'nothing together', neurons: joint.neurons.length } : null);
}

type UsedClaims = FoundBy<typeof choice | typeof lagProfile | typeof used>;

/**
 * Asks something more of the claims that the network uses, of one after the other.
 * @param ask hears which claim it is, by its index among all, and tells the share that is done.
 * @returns [claims] null of those that are not used.
 */
export async function ofUsed<Told>(
  { bench, found, onProgress }: { bench: Bench; found: UsedClaims; onProgress?: OnProgress },
  ask: (flipped: ClampedLevels, index: number, onProgress: OnProgress) => Promise<Told | null>,
): Promise<(Told | null)[]> {
  const isUsed = (index: number): boolean => found.used[index]?.status === 'passed';
  const able = found.choice.claims.filter((_, index) => isUsed(index)).length;
  const told: (Told | null)[] = [];
  let done = 0;
  for (const [index, claim] of found.choice.claims.entries()) {
    const where = isUsed(index) ? flipPlacesOf(bench, found.lagProfile, claim, index) : null;
    if (where === null) {
      told.push(null);
      continue;
    }
    told.push(await ask({ claim, where }, index, (share) => onProgress?.((done + share) / able)));
    done++;
  }
  return told;
}
