/**
 * Is it this, or something that goes with it? Two sources: rivals, which recorded activations compare (`rivals.ts`), and, where the
 * neuron was held, the tokens at which it and the label disagree (`flips.ts`). It passes when none speaks against the claim and one
 * speaks for it. Pure.
 */
import { at } from '../../../core/at.ts';
import { holm } from '../../stats/holm.ts';
import { choice } from '../choice.ts';
import { comparingCriteria } from '../comparing.ts';
import { flips } from '../flips.ts';
import { againstOf, rivals, spokenCriteria } from '../rivals.ts';
import type { SpecificMeasurement } from '../rungs-schema.ts';
import { judged, notRun, rung } from './rung.ts';

const criteria = { ...comparingCriteria, ...spokenCriteria } as const;

export const specific = rung({
  name: 'specific',
  title: 'Testing against other features',
  question: 'Is it this, or something that goes with it?',
  criteria,
  passesWhen: `Nothing speaks against it: no rival (another feature, of the experiment or of the catalogue, that correlates with it by more than ${criteria.correlation}; the label up to ${criteria.shift} tokens earlier or later; of a range the number itself) is told better where the label stays the same than the label where the rival does (p < ${criteria.adjustedP}, Holm over the rivals), or has a cell in which the label is surely not told; and where the neuron's own side is not the label's, holding it at what the label says does not cost the network more than the opposite (p < ${criteria.adjustedP}, Holm over the claims). And something speaks for it: a rival that some other neuron follows is told less well; or the network is better off with the label where the two disagree; or they disagree (of a number, by more than one of its levels) at fewer than ${100 * criteria.disagree}% of the tokens, and of ${100 * criteria.ofSide}% of those inside and outside. Where no neuron is held, as in quick evidence, only those that disagree so little pass. A cell counts with ${criteria.tokens} tokens of each kind in ${criteria.documents} documents. Asked of claims that passed 'learned'.`,
  needs: ['confirmation half'],
  inputs: [choice, rivals],
  optional: [flips],
  reads: [],
  async compute({ found }) {
    const disagreements = found.rivals.map((_, index) => {
      const flip = found.flips?.[index];
      return flip !== undefined && 'disagreement' in flip ? flip.disagreement : null;
    });
    const tested = disagreements.flatMap((each) => each ?? []);
    const [above, below] = [holm(tested.map(({ p }) => p)), holm(tested.map(({ p }) => 1 - p))];
    return found.rivals.map((beside, index) => {
      if (beside === null) return notRun({ code: 'not learned' });
      const disagreement = disagreements[index] ?? null;
      const place = disagreement === null ? -1 : tested.indexOf(disagreement);
      return judgeSpecific(
        { ...beside, disagreement },
        place < 0 ? { above: 1, below: 1 } : { above: at(above, place), below: at(below, place) },
        { clampsNeurons: found.flips !== undefined },
      );
    });
  },
});

/**
 * @param p adjusted, that where neuron and label disagree the label is no better, and no worse, for the network.
 * @param clampsNeurons whether neurons were held; without that nobody knows which of the two is right where they disagree, and a neuron
 * that disagrees at more than a few tokens cannot pass.
 */
export function judgeSpecific(
  measured: SpecificMeasurement,
  p: { above: number; below: number },
  { clampsNeurons }: { clampsNeurons: boolean },
) {
  const against = againstOf(measured);
  if (against !== null) return judged(measured, against);
  if (p.below < criteria.adjustedP) return judged(measured, { code: 'other than the label' });
  const { disagree } = measured;
  const agrees = disagree !== null && disagree.all < criteria.disagree && disagree.side < criteria.ofSide;
  if (!agrees && !measured.rivals.some(({ alive }) => alive) && p.above >= criteria.adjustedP)
    return { status: 'not testable' as const, reason: { code: 'nothing speaks for it' } as const, measured };
  if (!agrees && !clampsNeurons)
    return { status: 'not run' as const, reason: { code: 'neuron not held' } as const, measured };
  return judged(measured, null);
}
