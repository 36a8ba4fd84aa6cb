/**
 * Is it this, or something that goes with it? Asked of what the network uses: where the neuron and the label disagree, who
 * is right by the network's own loss; where the label and a rival differ, whom does the neuron follow? Pure; the readings
 * are asked for.
 */
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import type { Reason } from '../../results/reasons-schema.ts';
import type { SpecificMeasurement } from '../../results/rungs-schema.ts';
import { holm } from '../../stats/holm.ts';
import { choice } from '../choice.ts';
import { flipCriteria } from '../flip.ts';
import { lagProfile } from '../lags.ts';
import { specificOf } from '../specific.ts';
import { specificCriteria } from '../specific-criteria.ts';
import { ofUsed } from '../used-claims.ts';
import { judged, notApplicable, notRun, notTestable, rung } from './rung.ts';
import { used } from './used.ts';

const criteria = specificCriteria;

export const specific = rung({
  name: 'specific',
  title: 'asking what goes with the features',
  fullOnly: true,
  question: 'Is it this, or something that goes with it?',
  criteria,
  bounds: [flipCriteria],
  passesWhen: `Where the neuron's own side is not the label's, holding it at what the label says costs the network no more than holding it at the opposite (one-sided t over documents, Holm over the claims, p not below ${criteria.adjustedP}), and where they disagree at ${100 * criteria.disagree}% of the tokens or more, costs it less (the 95% interval above 0; otherwise it is undecided, as it is where a neuron says another number than the label, two levels away, at ${100 * criteria.another}% of the tokens or more); and where the label differs from a rival (another feature, of the experiment or of the catalogue, that correlates with it by more than ${criteria.correlation}, or the label itself up to ${criteria.shift} tokens earlier or later), the neuron does not follow the rival: it is not on the label's side at less than ${100 * criteria.follows}% of these tokens (its errors where both agree taken off; Holm over the rivals). It takes ${criteria.tokens} such tokens in ${criteria.documents} documents. Asked of claims that passed 'used'.`,
  needs: ['held neurons'],
  inputs: [choice, used, lagProfile],
  reads: ['losses'],
  async compute(task) {
    const { bench, found, readings } = task;
    const measured = await ofUsed(task, (flipped, _, onProgress) => specificOf(bench, flipped, readings, onProgress));
    const tested = measured.flatMap((each) =>
      each !== null && 'rivals' in each && each.disagreement !== null ? [each] : [],
    );
    const adjusted = holm(tested.map(({ disagreement }) => disagreement?.p ?? 1));
    return measured.map((each, index) => {
      if (each === null)
        return found.used[index]?.status === 'not applicable' ? notApplicable(noState) : notRun(unused);
      if ('code' in each) return notTestable(each);
      const place = tested.indexOf(each);
      const ofNumber = areNumbers(item(bench.features, item(found.choice.claims, index).feature).mask.discovery);
      return judgeSpecific({ ...each, adjustedP: place < 0 ? null : at(adjusted, place) }, ofNumber);
    });
  },
});

const noState = { code: 'no state' } as const;
const unused = { code: 'not used' } as const;

function judgeSpecific(measured: SpecificMeasurement, ofNumber: boolean) {
  const { adjustedP, rivals } = measured;
  const rival = rivals.find(({ adjustedP: p, follows }) => p < criteria.adjustedP && follows < criteria.follows);
  if (rival !== undefined) return judged(measured, followed(rival.of));
  if (adjustedP !== null && adjustedP < criteria.adjustedP) return judged(measured, { code: 'other than the label' });
  const { disagreement } = measured;
  if (ofNumber && disagreement !== null && disagreement.share >= criteria.another) {
    const reason = { code: 'says another', share: disagreement.share } as const;
    return { status: 'not testable' as const, reason, measured };
  }
  return disagreement !== null && disagreement.share >= criteria.disagree && disagreement.interval[0] <= 0
    ? { status: 'not testable' as const, reason: { code: 'undecided' } as const, measured }
    : judged(measured, null);
}

const followed = (of: SpecificMeasurement['rivals'][number]['of']): Reason =>
  'feature' in of ? { code: 'rival', feature: of.feature } : { code: 'shifted', tokens: of.shift };
