/** Does it hold on documents that took no part in the choice: one-sided, over all frozen claims. Pure. */

import { item } from '../../core/at.ts';
import type { HeldOut } from '../../results/rungs-schema.ts';
import { whyNotTestable } from '../../stats/testable.ts';
import { activationSeen, effectSeen } from '../bench.ts';
import { type FrozenTest, swapClaims } from '../swap-claims.ts';
import { judged, notRun, notTestable, type Rung } from './rung.ts';

const criteria = { adjustedP: 0.05, documents: 24, documentsWithFeature: 10, tokens: 30 } as const;

export const heldOut: Rung<'heldOut'> = {
  name: 'heldOut',
  question: 'Does it hold on documents that took no part in the choice?',
  criteria,
  passesWhen: `The one-sided p on the confirmation half, the largest of all claims taken, is below ${criteria.adjustedP}. It takes ${criteria.documents} documents in a half, ${criteria.documentsWithFeature} of them with the feature, and ${criteria.tokens} tokens with it and without.`,
  needs: ['confirmation half'],
  async compute({ bench, choice }) {
    const { exposed } = bench.input;
    if (exposed !== undefined) return choice.claims.map(() => notRun(exposed));
    const tests = choice.claims.map(({ feature, neuron, sign }): FrozenTest | string => {
      const own = item(bench.features, feature);
      const { units } = own.seen.confirmation;
      const mask = own.mask.confirmation;
      return (
        whyNotTestable(mask, units) ?? {
          activation: activationSeen(bench, own, 'confirmation', neuron),
          mask,
          units,
          sign,
        }
      );
    });
    const found = swapClaims(tests, bench.cells);
    return choice.claims.map(({ feature, neuron }, index) => {
      const test = item(found, index);
      if (typeof test === 'string') return notTestable(test);
      const own = item(bench.features, feature);
      const discovery = effectSeen(bench, own, 'discovery', neuron);
      if (typeof discovery === 'string') return notTestable(`On the discovery half: ${discovery}`);
      const confirmation = effectSeen(bench, own, 'confirmation', neuron);
      if (typeof confirmation === 'string') return notTestable(confirmation);
      const [low, high] = discovery.interval;
      const { z, adjustedP, claims } = test;
      return judgeHeldOut({
        z,
        adjustedP,
        claims,
        shrinkage: low <= 0.5 && high >= 0.5 ? null : (confirmation.localAuc - 0.5) / (discovery.localAuc - 0.5),
        discoveryAuc: discovery.localAuc,
      });
    });
  },
};

const judgeHeldOut = (measured: HeldOut) =>
  judged(
    measured,
    measured.adjustedP < criteria.adjustedP
      ? null
      : 'On documents that it was not chosen on, chance alone gives as much.',
  );
