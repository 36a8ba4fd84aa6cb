/**
 * Does it hold on documents that took no part in the choice: one-sided, over all frozen claims. Only equal tokens are compared, so
 * that what the token says does not count; all tokens of the class where the token decides the feature, or nearly does. Pure.
 */
import { item } from '../../../core/at.ts';
import { carriersIn } from '../../stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../stats/cross-matrix.ts';
import { segmentRanks } from '../../stats/ranks.ts';
import { testableCriteria, whyNotTestable } from '../../stats/testable.ts';
import { restrictedActivation, restrictedEffect } from '../bench.ts';
import { choice } from '../choice.ts';
import { amongEqual, type FrozenTest, swapClaims, withinCriteria } from '../context.ts';
import type { Untestable } from '../reasons-schema.ts';
import type { HeldOutMeasurement } from '../rungs-schema.ts';
import { judged, notRun, notTestable, rung } from './rung.ts';

const criteria = { adjustedP: 0.05, ...testableCriteria } as const;

export const heldOut = rung({
  name: 'heldOut',
  title: 'Testing claims on held-out documents',
  question: 'Does it hold on documents that took no part in the choice?',
  criteria,
  passesWhen: `The one-sided p on the confirmation half, the largest of all claims taken, is below ${criteria.adjustedP}: of the ranks among occurrences of the same token (of tokens that occur ${withinCriteria.occurrences} times or more), or, where the token decides the feature or too few equal tokens differ in it, among all tokens of the class. It takes ${criteria.documents} documents in a half, ${criteria.documentsWithFeature} of them with the feature, and ${criteria.tokens} tokens with it and without.`,
  needs: ['confirmation half'],
  bounds: [withinCriteria],
  inputs: [choice],
  reads: [],
  async compute({ bench, found }) {
    const { claims: frozen } = found.choice;
    if (bench.input.exposed) return frozen.map(() => notRun({ code: 'not shown to be held out' }));
    const equal = frozen.map((claim) => {
      const ready = amongEqual(bench, claim, bench.input.text.confirmation.types);
      return ready === null || 'code' in ready ? null : ready;
    });
    const tests = frozen.map(({ feature, neuron, sign }, index): FrozenTest | Untestable => {
      const own = item(bench.features, feature);
      const { seen, mask: masks } = own.tested;
      const { units } = seen.confirmation;
      const mask = masks.confirmation;
      const reason = whyNotTestable(mask, units);
      if (reason !== null) return reason;
      const among = item(equal, index);
      if (among !== null) return among;
      const ranks = segmentRanks(restrictedActivation(bench, own.tested, 'confirmation', neuron), units.segment);
      return { cross: crossMatrix(ranks, labelsOf(carriersIn(mask), units), units), units, sign };
    });
    const tested = swapClaims(tests, bench.cells);
    return frozen.map(({ feature, neuron }, index) => {
      const test = item(tested, index);
      if ('code' in test) return notTestable(test);
      const own = item(bench.features, feature);
      const discovery = restrictedEffect(bench, own, 'discovery', neuron);
      if ('code' in discovery) return notTestable({ code: 'on discovery', why: discovery });
      const confirmation = restrictedEffect(bench, own, 'confirmation', neuron);
      if ('code' in confirmation) return notTestable(confirmation);
      const [low, high] = discovery.interval;
      const { z, adjustedP, claims } = test;
      return judgeHeldOut({
        equalTokens: item(equal, index) !== null,
        z,
        adjustedP,
        claims,
        shrinkage: low <= 0.5 && high >= 0.5 ? null : (confirmation.localAuc - 0.5) / (discovery.localAuc - 0.5),
        discoveryAuc: discovery.localAuc,
      });
    });
  },
});

function judgeHeldOut(measured: HeldOutMeasurement) {
  const failure = measured.equalTokens ? 'no more than the token' : 'chance on other documents';
  return judged(measured, measured.adjustedP < criteria.adjustedP ? null : { code: failure });
}
