/**
 * Does the network act on it: the state flip, in excess of that with other documents' masks. What any perturbation does, and
 * all that the token explains, is in both. Pure.
 */

import { at } from '../../core/at.ts';
import type { UsedMeasurement } from '../../results/rungs-schema.ts';
import { holm } from '../../stats/holm.ts';
import { flipCriteria } from '../flip.ts';
import { flips } from '../flips.ts';
import { judged, rung } from './rung.ts';

const criteria = { adjustedP: 0.05, ...flipCriteria } as const;

export const used = rung({
  name: 'used',
  title: 'comparing flips',
  fullOnly: true,
  question: 'Does the network act on it?',
  criteria,
  passesWhen: `Holding the neuron at the wrong state costs more than holding it at the right one, by more than the same does with the masks of ${criteria.otherMasks} other documents (one-sided t over documents, Holm over the claims, p below ${criteria.adjustedP}). Asked of claims that passed 'learned'.`,
  needs: ['held neurons'],
  inputs: [flips],
  reads: [],
  async compute({ found }) {
    const tested = found.flips.flatMap(({ measured }) => (measured === null ? [] : [measured]));
    const adjusted = holm(tested.map(({ p }) => p));
    return found.flips.map((each) =>
      each.measured === null
        ? each
        : judgeUsed({ ...each.measured, adjustedP: at(adjusted, tested.indexOf(each.measured)) }),
    );
  },
});

export const judgeUsed = (measured: UsedMeasurement) =>
  judged(measured, measured.adjustedP < criteria.adjustedP ? null : { code: 'other states as well' });
