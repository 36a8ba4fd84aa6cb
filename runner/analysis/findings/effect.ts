/** How large is it: the local AUC, or rank correlation, on the confirmation half, with its interval. It decides nothing by itself. Pure. */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { auc } from '../stats/auc.ts';
import { correlation, pointBiserial, rankCorrelation } from '../stats/correlation.ts';
import { type LocalEffect, localSlope } from '../stats/local-auc.ts';
import type { TestedText } from '../stats/tested-text.ts';
import { type Bench, type BenchFeature, restrictedEffect } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { type Effect, effectSchema } from './rungs-schema.ts';
import { featureStates } from './states.ts';

/** From this share of the carriers on a state is said to be longer than its segments; a segment that holds it leaves a tenth. */
const criteria = { longer: 0.5, left: 0.1 } as const;

/** [claims] Null where it cannot be told. */
export const effect = finding({
  name: 'effect',
  title: 'Measuring effect sizes',
  published: 'claim',
  criteria,
  inputs: [choice],
  reads: [],
  schema: z.array(effectSchema.nullable()),
  async compute({ bench, found }) {
    return found.choice.claims.map(({ feature, neuron }): Effect | null => {
      const own = item(bench.features, feature);
      const seen = restrictedEffect(bench, own, 'confirmation', neuron);
      return 'code' in seen ? null : { ...seen, ...beside(bench, own, neuron) };
    });
  },
});

/**
 * Over the class's tokens as they stand, none of them twice. Of numbers the pooled rank correlation as an area, as the local one is;
 * and what point-biserial correlation is of them, Pearson's.
 */
function beside({ input }: Bench, { scored }: BenchFeature, neuron: number): Omit<Effect, keyof LocalEffect> {
  const { members, mask } = scored.confirmation;
  const text = input.text.confirmation;
  const isMember = (_: number, t: number): boolean => members[t] === 1;
  const whole = item(input.activations.confirmation, neuron);
  const activation = whole.filter(isMember);
  if (areNumbers(mask)) {
    const numbers = mask.filter(isMember);
    const sorted = numbers.toSorted();
    const slope = localSlope(whole, mask, text);
    const [lowest, highest] = [at(sorted, 0), at(sorted, sorted.length - 1)];
    return {
      pooledAuc: (1 + rankCorrelation(activation, numbers)) / 2,
      pointBiserial: correlation(activation, numbers),
      carriers: numbers.length,
      rest: 0,
      ...(slope !== null && { number: { slope: slope.value, interval: slope.interval, lowest, highest } }),
    };
  }
  const labels = mask.filter(isMember);
  const carriers = labels.reduce((sum, label) => sum + label, 0);
  return {
    ...longerThanSegments(mask, members, text),
    pooledAuc: auc(activation, labels),
    pointBiserial: pointBiserial(activation, labels),
    carriers,
    rest: labels.length - carriers,
  };
}

/**
 * Whether most carriers stand in a state that began before their segment. A state that lasts m tokens began before the segment of L
 * for about m / 2L of them where L is much larger, so that L = m / 2 over the share that may be left; m is the carriers over the onsets.
 */
function longerThanSegments(mask: Uint8Array, members: Uint8Array, { length }: TestedText): Pick<Effect, 'longer'> {
  const state = featureStates(mask, members, length);
  let [carriers, before, onsets] = [0, 0, 0];
  for (let t = 0, began = false; t < state.length; t++) {
    if (t % length === 0) began = true;
    if (state[t] === 0) began = false;
    if (state[t] === 1 && t % length > 0 && state[t - 1] === 0) onsets++;
    if (mask[t] !== 1 || members[t] !== 1) continue;
    carriers++;
    if (began) before++;
  }
  const share = before / carriers;
  if (!(share >= criteria.longer)) return {};
  const lasts = carriers / Math.max(1, onsets);
  return { longer: { share, segment: Math.ceil(lasts / (2 * criteria.left)) } };
}
